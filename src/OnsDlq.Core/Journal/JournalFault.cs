namespace OnsDlq.Journal;

/// <summary>Why a journal cannot be used.</summary>
internal enum JournalFault
{
    /// <summary>The place does not exist or cannot be made.</summary>
    Unreachable,

    /// <summary>The place may not be written to.</summary>
    Unwritable,

    /// <summary>It may not be read, or cannot be without writing or waiting.</summary>
    Unreadable,

    /// <summary>The disk is full.</summary>
    Full,

    /// <summary>Somebody kept it locked past the time-out.</summary>
    Locked,

    /// <summary>The file is not a journal, or is damaged.</summary>
    Corrupt,

    /// <summary>A newer version of the module wrote it.</summary>
    NewerSchema,

    /// <summary>It lies on a network file system, where locks cannot be trusted.</summary>
    NetworkFileSystem,

    /// <summary>Its files are not those that were opened: it was moved, replaced, written over, or lost its log.</summary>
    FilesLost,

    /// <summary>It lacks something that was written to it, and no person has decided yet.</summary>
    Incomplete,

    /// <summary>It can be reached by several names, each of which would have a log of its own.</summary>
    SeveralNames,

    /// <summary>It is named in a way that is not taken: a URI with a password, or of a kind nobody knows.</summary>
    BadLocation,

    /// <summary>What keeps it cannot be loaded, or is not there yet.</summary>
    ImplementationMissing,
}
