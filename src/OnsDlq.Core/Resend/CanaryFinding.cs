using OnsDlq.Journal;

namespace OnsDlq.Resend;

/// <summary>What became of a canary's messages.</summary>
/// <param name="State">Passed or Failed; Open where that is not known.</param>
/// <param name="Seen">What was seen, for people.</param>
internal sealed record CanaryFinding(CanaryState State, string Seen);
