using OnsDlq.Messages;

namespace OnsDlq.Formatting;

/// <summary>The status of a resend, for people. Used by the module's format views.</summary>
public static class StatusText
{
    /// <summary>The status, in colour where the terminal shows colours and NO_COLOR is not set; empty where there is none.</summary>
    public static string Of(ResendStatus? status, bool terminalHasColours) =>
        status is { } known ? Of(known, terminalHasColours, Environment.GetEnvironmentVariable("NO_COLOR")) : "";

    /// <summary>Why a message was not accepted, in a few words; for an accepted one, the last parameter.</summary>
    /// <remarks>Takes the properties of a result and not the result, since one from a job is deserialized and has another type.</remarks>
    public static string Why(object? reason, string? errorCode, string? errorMessage, string? otherwise)
    {
        // The texts of the service's errors begin with the code.
        var code = errorCode is not null && errorMessage?.StartsWith(errorCode, StringComparison.Ordinal) == true ? null : errorCode;
        string?[] words = [reason?.ToString(), code, errorMessage];
        var text = string.Join(": ", words.Where(word => !string.IsNullOrEmpty(word)));
        return Printable.Of(text.Length > 0 ? text : otherwise);
    }

    /// <summary>A status by its name, in colour where the terminal shows colours and NO_COLOR is not set.</summary>
    public static string Named(string? status, bool terminalHasColours) =>
        Paint(Printable.Of(status), terminalHasColours, Environment.GetEnvironmentVariable("NO_COLOR"));

    internal static string Of(ResendStatus status, bool terminalHasColours, string? noColor) =>
        Paint(status.ToString(), terminalHasColours, noColor);

    private static string Paint(string status, bool terminalHasColours, string? noColor)
    {
        if (!terminalHasColours || !string.IsNullOrEmpty(noColor)) return status;
        var colour = status switch
        {
            nameof(ResendStatus.Accepted) => "32",
            nameof(ResendStatus.Failed) => "31",
            nameof(ResendStatus.Unknown) => "35",
            nameof(ResendStatus.Rejected) => "33",
            _ => "90",
        };
        return $"\u001b[{colour}m{status}\u001b[0m";
    }
}
