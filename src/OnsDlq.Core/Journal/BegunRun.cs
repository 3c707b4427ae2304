using OnsDlq.Holders;

namespace OnsDlq.Journal;

/// <summary>One call of the resend command, as it is recorded before its first claim.</summary>
/// <param name="RunId">The run's ID.</param>
/// <param name="StartedAt">When it began, in UTC.</param>
/// <param name="User">Who ran it: user@machine.</param>
/// <param name="Holder">The process.</param>
/// <param name="Reason">The reason, in the caller's words; null where none was given.</param>
internal sealed record BegunRun(string RunId, DateTimeOffset StartedAt, string User, ClaimHolder Holder, string? Reason)
{
    /// <summary>The most resends per second; null where an earlier version began it, which records neither that nor the run's end.</summary>
    public double? RequestsPerSecond { get; init; }
}
