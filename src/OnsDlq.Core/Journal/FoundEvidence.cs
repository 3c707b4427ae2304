namespace OnsDlq.Journal;

/// <summary>Evidence with the attempt that it is on.</summary>
/// <param name="AttemptId">The attempt.</param>
/// <param name="Evidence">What was found.</param>
internal sealed record FoundEvidence(string AttemptId, AttemptEvidence Evidence);
