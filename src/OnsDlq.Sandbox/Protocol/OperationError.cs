using System.Text.Json.Nodes;

namespace OnsDlq.Sandbox.Protocol;

/// <summary>An error answer of the service.</summary>
internal sealed class OperationError(int status, string code, string message) : Exception(message)
{
    /// <summary>The HTTP status.</summary>
    public int Status { get; } = status;

    /// <summary>The answer's Code.</summary>
    public string Code { get; } = code;

    /// <summary>The AccessDeniedDetail member, where the error is a missing permission.</summary>
    public JsonObject? AccessDeniedDetail { get; init; }

    /// <summary>Sent as the header x-acs-retry-after, in ms, where the error is a throttling one.</summary>
    public int? RetryAfterMs { get; init; }
}
