using OnsDlq.Messages;

namespace OnsDlq.Journal;

/// <summary>A journal's location and state.</summary>
public sealed class ResendJournal
{
    internal ResendJournal(string location) => Location = location;

    /// <summary>Its path, or a URI without a password.</summary>
    public string Location { get; }

    /// <summary>Its unique ID; its copies have the same. Null for a journal of an older schema that has none yet.</summary>
    public string? JournalId { get; internal init; }

    /// <summary>The version of its schema.</summary>
    public int Schema { get; internal init; }

    /// <summary>The size of its main file, in bytes.</summary>
    public long Size { get; internal init; }

    /// <summary>The size of its write-ahead log, in bytes; 0 where everything is in the main file.</summary>
    public long LogSize { get; internal init; }

    /// <summary>How many commits it has had, not counting those of the pace.</summary>
    public long Commits { get; internal init; }

    /// <summary>How many commits this user knows of from the mark outside of the file; null where there is no mark.</summary>
    public long? KnownCommits { get; internal init; }

    /// <summary>Whether the main file says that it is incomplete without its write-ahead log.</summary>
    public bool NeedsLog { get; internal init; }

    /// <summary>Why resends with this journal are refused; null where they are not.</summary>
    public string? Trouble { get; internal init; }

    /// <summary>The other processes that have it open, as name (ID); null where the system does not show that.</summary>
    public LineList<string>? OpenedBy { get; internal init; }

    /// <summary>The periods for which it does not know all resends, newest first.</summary>
    public LineList<JournalGap> Gaps { get; internal init; } = new([]);
}
