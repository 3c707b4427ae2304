using System.Globalization;

namespace OnsDlq.EndToEnd.Tests.Proof;

/// <summary>A result that a shell reported for one message: a ResendResult, as one line of output.</summary>
/// <param name="MsgId">The message.</param>
/// <param name="Status">The result's status.</param>
/// <param name="Reason">Why it was skipped; empty if it was not.</param>
/// <param name="Round">The round; null if there was none.</param>
/// <param name="AttemptId">The attempt; empty if there was none.</param>
internal sealed record ReportedResult(string MsgId, string Status, string Reason, int? Round, string AttemptId)
{
    /// <summary>The end of a pipeline of results: writes each result at once, so that a killed shell has reported what it knew.</summary>
    public const string Line = "[Console]::Out.WriteLine(\"R|$($_.MsgId)|$($_.Status)|$($_.Reason)|$($_.Round)|$($_.AttemptId)|\")";

    /// <summary>The status, with the reason if it was skipped.</summary>
    public string What => Reason.Length == 0 ? Status : Reason;

    /// <summary>Parses a line; null if it is something else, or incomplete.</summary>
    public static ReportedResult? Read(string line) => line.Split('|') is ["R", var id, var status, var reason, var round, var attempt, ""]
        ? new(id, status, reason, round.Length == 0 ? null : int.Parse(round, CultureInfo.InvariantCulture), attempt)
        : null;
}
