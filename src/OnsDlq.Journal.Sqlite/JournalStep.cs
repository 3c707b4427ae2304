namespace OnsDlq.Journal.Sqlite;

/// <summary>A point at which a process may end between two that belong together; tests end it there.</summary>
internal enum JournalStep
{
    /// <summary>A transaction is about to be committed.</summary>
    Committing,

    /// <summary>It is durable in the log, and its callers do not know it yet.</summary>
    Committed,

    /// <summary>A new log is announced in the log itself.</summary>
    LogRaised,

    /// <summary>The main file says durably that it needs the log.</summary>
    LogMarked,

    /// <summary>The log goes on after the mark.</summary>
    LogReached,

    /// <summary>The main file is whole again.</summary>
    Folded,

    /// <summary>The log is empty.</summary>
    LogEmptied,
}
