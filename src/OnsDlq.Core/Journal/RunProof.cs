namespace OnsDlq.Journal;

/// <summary>What is proven of a run.</summary>
/// <param name="AtLeast">How many of its messages were consumed at least.</param>
/// <param name="Share">The same as a share of those that were or may have been sent, from 0 to 1, rounded down to a thousandth.</param>
/// <param name="Basis">What that rests on, for people.</param>
internal sealed record RunProof(int AtLeast, double Share, string Basis);
