namespace OnsDlq.Archive;

/// <summary>A line of an archive, after the first. One of a kind that this version does not know has none of the parts.</summary>
/// <param name="Entry">The dead letter; null for a line of another kind.</param>
/// <param name="Checkpoint">The checkpoint; null for a line of another kind.</param>
/// <param name="Damage">What is wrong with it, as a clause; null where nothing is.</param>
internal sealed record ArchiveLine(ArchivedEntry? Entry = null, ArchiveCheckpoint? Checkpoint = null, string? Damage = null)
{
    /// <summary>Its number, from 1.</summary>
    public long Number { get; init; }
}
