using OnsDlq.Errors;
using OnsDlq.Messages;

namespace OnsDlq.Listing;

/// <summary>What became of a look-up.</summary>
/// <param name="MsgId">The ID that was looked up.</param>
/// <param name="Found">The dead letters: one of each group that has the message.</param>
/// <param name="Errors">Why it was not found, or could not be looked for.</param>
internal sealed record MessageAnswer(string? MsgId, IReadOnlyList<DeadLetter> Found, IReadOnlyList<OnsDlqException> Errors)
{
    /// <summary>Completed when it is shown; null where nobody waits for it.</summary>
    public TaskCompletionSource? Shown { get; init; }
}
