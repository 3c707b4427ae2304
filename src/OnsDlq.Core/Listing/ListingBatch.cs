using OnsDlq.Messages;

namespace OnsDlq.Listing;

/// <summary>Some of the entries of a listing.</summary>
/// <param name="Entries">The entries, oldest store time first; empty where the batch only reports a gap.</param>
/// <param name="Gap">What is missing, stored no later than all following entries; null where nothing is.</param>
internal sealed record ListingBatch(IReadOnlyList<DeadLetter> Entries, IncompleteRange? Gap = null);
