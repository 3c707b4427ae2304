using System.Text.Json;

namespace OnsDlq.Transport;

/// <summary>A 200 answer whose body is a JSON object.</summary>
/// <param name="StatusCode">The HTTP status.</param>
/// <param name="RequestId">The request ID, from body or header; null where the answer has none.</param>
/// <param name="Body">The object.</param>
/// <param name="Error">The error member inside; null where it has none. For a query an error is thrown as an exception instead.</param>
/// <param name="Tries">How many HTTP requests were made in all.</param>
internal sealed record ServiceAnswer(int StatusCode, string? RequestId, JsonElement Body, ErrorBody? Error, int Tries)
{
    /// <summary>When the service answered, by its own clock, in whole seconds; null where the answer does not say.</summary>
    public DateTimeOffset? Date { get; init; }

    /// <summary>How long the service asks to wait (x-acs-retry-after); null where it does not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether an error inside the answer is a throttling.</summary>
    public bool IsThrottling => Error is { } error && Throttle.Is(error.Code, StatusCode, RetryAfter);
}
