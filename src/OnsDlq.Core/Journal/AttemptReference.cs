namespace OnsDlq.Journal;

/// <summary>Which attempt a person means: by its ID, or by its message, whose one attempt is still to be settled; a text may be either.</summary>
/// <param name="AttemptId">The attempt's ID; null where the message is named.</param>
/// <param name="Message">The message; used where there is no attempt of that ID, or none is given.</param>
/// <param name="OutcomesSeen">How many outcomes the attempt had when the person looked at it; null to use the present number.</param>
internal sealed record AttemptReference(string? AttemptId, AttemptQuery Message, int? OutcomesSeen = null)
{
    /// <summary>
    /// What else the person says of the attempt of that ID: group, instance and message. Where the journal says otherwise, it is not the one meant.
    /// </summary>
    public AttemptQuery Said { get; init; } = new();
}
