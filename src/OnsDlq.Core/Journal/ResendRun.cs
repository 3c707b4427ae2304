using OnsDlq.Holders;

namespace OnsDlq.Journal;

/// <summary>One call of the resend command.</summary>
/// <param name="RunId">The run's ID.</param>
/// <param name="StartedAt">When it began, in UTC.</param>
/// <param name="User">Who ran it: user@machine.</param>
/// <param name="Holder">The process.</param>
/// <param name="Reason">The reason, in the caller's words; null where none was given.</param>
internal sealed record ResendRun(string RunId, DateTimeOffset StartedAt, string User, ClaimHolder Holder, string? Reason);
