using System.Collections.ObjectModel;
using OnsDlq.Errors;

namespace OnsDlq.Transport;

/// <summary>A call that did not end in a readable success: what the service answered, and how far the request got.</summary>
internal sealed class ServiceException(ErrorId id, string message, Exception? inner = null) : OnsDlqException(id, message, inner)
{
    /// <summary>The operation that was called.</summary>
    public required string Action { get; init; }

    /// <summary>The host that was called.</summary>
    public required string Host { get; init; }

    /// <summary>How far the last try got.</summary>
    public required RequestReach Reach { get; init; }

    /// <summary>The answer's Code; null where no readable error answer came.</summary>
    public string? Code { get; init; }

    /// <summary>The answer's request ID, from its body or header; null where it had none.</summary>
    public string? RequestId { get; init; }

    /// <summary>The HTTP status; null where no answer came.</summary>
    public int? StatusCode { get; init; }

    /// <summary>The address of a help page that the service gives; null where it gives none.</summary>
    public string? Recommend { get; init; }

    /// <summary>The permission that was missing (AccessDeniedDetail.AuthAction); null where the service does not say.</summary>
    public string? DeniedAction { get; init; }

    /// <summary>Whether a policy denies the permission, so that another policy that allows it is of no use.</summary>
    public bool IsExplicitDeny { get; init; }

    /// <summary>The parameters of a call that was refused; none where no error answer came.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>How long the service asks to wait (x-acs-retry-after); null where it does not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>When the service answered, by its own clock, in whole seconds; null without a readable answer of the service.</summary>
    public DateTimeOffset? Date { get; init; }

    /// <summary>Whether the answer is a throttling, whatever else it says.</summary>
    public bool IsThrottling => Id == ErrorId.Throttled || Throttle.Is(Code, StatusCode, RetryAfter);

    /// <summary>How many HTTP requests were made in all.</summary>
    public int Tries { get; set; } = 1;
}
