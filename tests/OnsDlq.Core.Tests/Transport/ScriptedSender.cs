using System.Text.Json;
using OnsDlq.Errors;
using OnsDlq.Signing;
using OnsDlq.Transport;

namespace OnsDlq.Core.Tests.Transport;

/// <summary>Ends each try as the test scripted it (the last way is repeated), and records the keys used for signing.</summary>
internal sealed class ScriptedSender(params ServiceException?[] ends) : ITrySender
{
    /// <summary>The key of each try.</summary>
    public List<AccessKey> Keys { get; } = [];

    /// <summary>The date that each try is signed with.</summary>
    public List<DateTimeOffset> Dates { get; } = [];

    /// <summary>Called when a try begins.</summary>
    public Action? Sending { get; init; }

    /// <inheritdoc/>
    public string Host => "host";

    /// <summary>The error inside a 200 answer; null for none.</summary>
    public ErrorBody? Inside { get; init; }

    /// <summary>A failed try.</summary>
    public static ServiceException Fails(ErrorId id, RequestReach reach, int? status = null, string? code = null, double? retryAfter = null) =>
        new(id, "x")
        {
            Action = "A",
            Host = "host",
            Reach = reach,
            StatusCode = status,
            Code = code,
            RequestId = "R-bad",
            RetryAfter = retryAfter is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        };

    /// <inheritdoc/>
    public Task<ServiceAnswer> SendAsync(ServiceCall call, AccessKey key, DateTimeOffset date, TimeSpan timeout, CancellationToken cancellationToken)
    {
        Sending?.Invoke();
        Keys.Add(key);
        Dates.Add(date);
        return ends[Math.Min(Keys.Count, ends.Length) - 1] is { } error
            ? Task.FromException<ServiceAnswer>(error)
            : Task.FromResult(new ServiceAnswer(200, "R-good", JsonDocument.Parse("{}").RootElement, Inside, 1));
    }
}
