using System.Globalization;

namespace OnsDlq.EndToEnd.Tests.Proof;

/// <summary>What a shell told of one message: a ResendResult, as the line it wrote.</summary>
/// <param name="MsgId">The message.</param>
/// <param name="Status">The result's status.</param>
/// <param name="Reason">Why it was skipped; empty where it was not.</param>
/// <param name="Round">The round; null where none was told.</param>
/// <param name="AttemptId">The attempt; empty where there was none.</param>
internal sealed record ReportedResult(string MsgId, string Status, string Reason, int? Round, string AttemptId)
{
    /// <summary>The end of a pipeline of results: a line for each, out at once, so that a killed shell has told what it knew.</summary>
    public const string Line = "[Console]::Out.WriteLine(\"R|$($_.MsgId)|$($_.Status)|$($_.Reason)|$($_.Round)|$($_.AttemptId)|\")";

    /// <summary>The status, with the reason where it was skipped.</summary>
    public string What => Reason.Length == 0 ? Status : Reason;

    /// <summary>Reads a line; null where it is something else, or cut off.</summary>
    public static ReportedResult? Read(string line) => line.Split('|') is ["R", var id, var status, var reason, var round, var attempt, ""]
        ? new(id, status, reason, round.Length == 0 ? null : int.Parse(round, CultureInfo.InvariantCulture), attempt)
        : null;
}
