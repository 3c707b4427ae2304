namespace OnsDlq.Journal;

/// <summary>
/// The attempts of a run that were drawn at random before any of their traces was asked for, so that they speak for all that were undecided then.
/// What came of them is in their evidence.
/// </summary>
/// <param name="RunId">The run.</param>
/// <param name="DrawnAt">When they were drawn, on the service's clock.</param>
/// <param name="Population">How many attempts of the run were undecided then; they were drawn of these.</param>
/// <param name="Consumed">How many others of the run were known to be consumed then.</param>
/// <param name="Seed">The seed of the random numbers.</param>
/// <param name="AttemptIds">The attempts that were drawn, in the order of the drawing.</param>
internal sealed record RunSample(string RunId, DateTimeOffset DrawnAt, int Population, int Consumed, long Seed, IReadOnlyList<string> AttemptIds);
