using OnsDlq.Resend;

namespace OnsDlq.Formatting;

/// <summary>How a resend fared, for people. Used by the module's format views.</summary>
public static class StatusText
{
    /// <summary>The status, in colour where the terminal shows colours and NO_COLOR is not set; empty where there is none.</summary>
    public static string Of(ResendStatus? status, bool terminalHasColours) =>
        status is { } known ? Of(known, terminalHasColours, Environment.GetEnvironmentVariable("NO_COLOR")) : "";

    /// <summary>Why a message was not accepted, in a few words; empty where it was.</summary>
    public static string Why(ResendResult result)
    {
        if (result.Reason is { } reason) return reason.ToString();
        string?[] words = [result.ErrorCode, result.ErrorMessage];
        var text = string.Join(": ", words.Where(word => !string.IsNullOrEmpty(word)));
        return text.Length == 0 && result.FailedMsgId.Length > 0 ? "listed as failed" : Printable.Of(text);
    }

    /// <summary>Why a message was not accepted, and of one that was the request ID: what a narrow table has room for.</summary>
    public static string Detail(ResendResult result) => Why(result) is { Length: > 0 } why ? why : Printable.Of(result.RequestId);

    internal static string Of(ResendStatus status, bool terminalHasColours, string? noColor)
    {
        if (!terminalHasColours || !string.IsNullOrEmpty(noColor)) return status.ToString();
        var colour = status switch
        {
            ResendStatus.Accepted => "32",
            ResendStatus.Failed => "31",
            ResendStatus.Unknown => "35",
            ResendStatus.Rejected => "33",
            _ => "90",
        };
        return $"\u001b[{colour}m{status}\u001b[0m";
    }
}
