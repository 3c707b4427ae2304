namespace OnsDlq.Journal.Sqlite;

/// <summary>A point between two steps that belong together, where a crash matters; tests kill the process there.</summary>
internal enum JournalStep
{
    /// <summary>A transaction is about to be committed.</summary>
    Committing,

    /// <summary>It is durable in the log, but its callers do not know it yet.</summary>
    Committed,

    /// <summary>The new log's number is written in the log.</summary>
    LogRaised,

    /// <summary>The main file says durably that it needs the log.</summary>
    LogMarked,

    /// <summary>The log says that the mark was reached.</summary>
    LogReached,

    /// <summary>The main file is complete again.</summary>
    Folded,

    LogEmptied,
}
