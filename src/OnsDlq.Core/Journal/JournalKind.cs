namespace OnsDlq.Journal;

/// <summary>What keeps a journal.</summary>
internal enum JournalKind
{
    /// <summary>A SQLite file of this machine.</summary>
    Sqlite,

    /// <summary>A PostgreSQL database that a team shares.</summary>
    Postgres,
}
