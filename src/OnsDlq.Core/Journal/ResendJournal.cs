using OnsDlq.Messages;

namespace OnsDlq.Journal;

/// <summary>Where a journal is and how it stands.</summary>
public sealed class ResendJournal
{
    internal ResendJournal(string location) => Location = location;

    /// <summary>Its path, or a URI without a password.</summary>
    public string Location { get; }

    /// <summary>What tells it from every other journal; its copies have the same. Null where a journal of an older schema has none yet.</summary>
    public string? JournalId { get; internal init; }

    /// <summary>The version of its tables.</summary>
    public int Schema { get; internal init; }

    /// <summary>How large its main file is, in bytes.</summary>
    public long Size { get; internal init; }

    /// <summary>How large the log beside it is, in bytes; 0 where everything is in the main file.</summary>
    public long LogSize { get; internal init; }

    /// <summary>How many times something was written to it, calls of the pace left out.</summary>
    public long Commits { get; internal init; }

    /// <summary>How many of them this user knows of, whatever the file says; null where that is not noted.</summary>
    public long? KnownCommits { get; internal init; }

    /// <summary>Whether the main file says that it is not whole without the log beside it.</summary>
    public bool NeedsLog { get; internal init; }

    /// <summary>Why nothing is sent with it; null where nothing stands against that.</summary>
    public string? Trouble { get; internal init; }

    /// <summary>The other processes that have it open, as name (ID); null where the system does not tell.</summary>
    public LineList<string>? OpenedBy { get; internal init; }

    /// <summary>The times for which it does not know all that was resent, the newest first.</summary>
    public LineList<JournalGap> Gaps { get; internal init; } = new([]);
}
