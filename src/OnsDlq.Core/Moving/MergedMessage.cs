namespace OnsDlq.Moving;

/// <summary>What changes in the attempts on a message when those of another journal come to it.</summary>
/// <param name="Added">The attempts that it did not have, oldest first.</param>
/// <param name="Changed">The attempts that it had, as they are to be now.</param>
/// <param name="InFlight">How many of those that came have no outcome in either journal.</param>
internal sealed record MergedMessage(IReadOnlyList<MovedAttempt> Added, IReadOnlyList<ChangedAttempt> Changed, int InFlight)
{
    /// <summary>Whether anything changes.</summary>
    public bool Changes => Added.Count > 0 || Changed.Count > 0;
}
