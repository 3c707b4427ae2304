using System.Globalization;
using OnsDlq.Consumers;
using OnsDlq.Messages;

namespace OnsDlq.Formatting;

/// <summary>The status of a resend or a verdict on consumers, for people. Used by the module's format views.</summary>
public static class StatusText
{
    /// <summary>A status, in colour where the terminal shows colours and NO_COLOR is not set; empty where there is none.</summary>
    public static string Of(string? status, bool terminalHasColours) =>
        Of(status, terminalHasColours, Environment.GetEnvironmentVariable("NO_COLOR"));

    /// <summary>
    /// The status of a message's last resend, from round 2 on with the round, such as <c>2 Accepted</c>; empty where it was never resent.
    /// </summary>
    /// <param name="round">The round; null or 0 where there was none.</param>
    /// <param name="status">The status.</param>
    /// <param name="terminalHasColours">Whether the terminal shows colours.</param>
    public static string Of(int? round, string? status, bool terminalHasColours)
    {
        var text = Of(status, terminalHasColours);
        return round is null or < 2 || text.Length == 0 ? text : string.Create(CultureInfo.InvariantCulture, $"{round} {text}");
    }

    /// <summary>
    /// How a message stands, in one word: blocked, or the verdict on its last resend where there is one, or else that resend's status. A verdict
    /// takes the place of Accepted only: what is in doubt needs a person all the same.
    /// </summary>
    /// <param name="status">The status of its last resend; null or empty where it was never resent.</param>
    /// <param name="verdict">The verdict on that; null or empty where there is no evidence.</param>
    /// <param name="isBlocked">Whether it is blocked.</param>
    public static string Standing(string? status, string? verdict, bool isBlocked) =>
        isBlocked ? "Blocked"
        : status == StatusName.Accepted && !string.IsNullOrEmpty(verdict) && verdict != VerdictName.NotYetKnown ? verdict
        : status ?? "";

    /// <summary>What is known of the effect of a resend beside the verdict, in a few words; the consumer last, for a narrow screen cuts it.</summary>
    /// <param name="reason">Why nothing is known; null or empty where something is.</param>
    /// <param name="failures">How many times the message failed after the resend.</param>
    /// <param name="client">The consumer; null or empty where there is none.</param>
    public static string Effect(string? reason, int failures, string? client)
    {
        var failed = failures switch { 0 => null, 1 => "1 failure", _ => string.Create(CultureInfo.InvariantCulture, $"{failures} failures") };
        string?[] words = [reason, failed, client];
        return Printable.Of(string.Join(", ", words.Where(word => !string.IsNullOrEmpty(word))));
    }

    /// <summary>Why a message was not accepted, in a few words; empty for an accepted one.</summary>
    /// <remarks>Takes the properties of a result and not the result, since one from a job is deserialized and has another type.</remarks>
    public static string Why(object? reason, string? errorCode, string? errorMessage)
    {
        // The texts of the service's errors begin with the code.
        var code = errorCode is not null && errorMessage?.StartsWith(errorCode, StringComparison.Ordinal) == true ? null : errorCode;
        string?[] words = [reason?.ToString(), code, errorMessage];
        var text = string.Join(": ", words.Where(word => !string.IsNullOrEmpty(word)));
        return Printable.Of(text);
    }

    internal static string Of(string? status, bool terminalHasColours, string? noColor)
    {
        var text = Printable.Of(status);
        if (text.Length == 0 || !terminalHasColours || !string.IsNullOrEmpty(noColor)) return text;
        var colour = text switch
        {
            StatusName.Accepted or HealthVerdictName.Ready or VerdictName.Consumed => "32",
            StatusName.Failed or HealthVerdictName.NotReady or VerdictName.Returned => "31",
            StatusName.Unknown => "35",
            StatusName.Rejected or HealthVerdictName.Doubtful or VerdictName.ConsumeFailed => "33",
            _ => "90",
        };
        return $"\u001b[{colour}m{text}\u001b[0m";
    }
}
