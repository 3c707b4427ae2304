using OnsDlq.Resend;

namespace OnsDlq.Completion;

/// <summary>Completes the protections that can be lifted.</summary>
public sealed class ProtectionCompleter : ValueCompleter
{
    /// <summary>The protections that can be lifted.</summary>
    internal static IReadOnlyList<SkipReason> Liftable { get; } =
    [
        SkipReason.AlreadyResent, SkipReason.ReportedFailed, SkipReason.OutcomeUnknown, SkipReason.RoundUnclear, SkipReason.Blocked,
        SkipReason.MaxRounds,
    ];

    private protected override IEnumerable<string> Values() => Liftable.Select(reason => reason.ToString());
}
