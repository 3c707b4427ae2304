using OnsDlq.Errors;
using OnsDlq.Messages;

namespace OnsDlq.Binding;

/// <summary>What a plan (Invoke-OnsDlqResend -Plan) says of a message.</summary>
/// <param name="Status">The row's status.</param>
/// <param name="Reason">Why the message is skipped; null where it is not.</param>
internal sealed record PlanRow(string Status, string? Reason)
{
    private const int Longest = 60;

    private static readonly HashSet<string> Reasons = new(Enum.GetNames<SkipReason>(), StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether the plan sends it.</summary>
    public bool IsSent => Is(Status, ResendStatus.WouldSend);

    /// <summary>Status and reason, cleaned: they may come from a file.</summary>
    public string Words => PlainText.Of(Reason is null ? Status : $"{Status}, {Reason}", Longest);

    /// <summary>Reads the row; null where the object is no row of a plan.</summary>
    /// <remarks>
    /// A file may have lost the column PlannedAt, for people select what they review. A result that was skipped and names no run is from a plan
    /// then, since every result of a run names it: rather skip a message too many than send one that was not reviewed. Without its status it is
    /// known by its reason, where that is one for which messages are skipped. A row that has lost both cannot be told from any other.
    /// </remarks>
    public static PlanRow? Of(InputMembers members)
    {
        var (status, reason) = (members.AnyText("Status"), members.AnyText("Reason"));
        if (status is null && reason is not null && Reasons.Contains(reason)) status = ResendStatus.Skipped.ToString();
        return members.Has("PlannedAt") || (status is not null && IsOfPlan(status, members)) ? new(status ?? "no status", reason) : null;
    }

    private static bool IsOfPlan(string status, InputMembers members) =>
        Is(status, ResendStatus.WouldSend) || (Is(status, ResendStatus.Skipped) && !members.Has("RunId"));

    private static bool Is(string status, ResendStatus wanted) => status.Equals(wanted.ToString(), StringComparison.OrdinalIgnoreCase);
}
