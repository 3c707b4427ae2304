namespace OnsDlq.Journal;

/// <summary>The kinds of journal.</summary>
internal enum JournalKind
{
    /// <summary>A SQLite file on this machine.</summary>
    Sqlite,

    /// <summary>A PostgreSQL database that a team shares.</summary>
    Postgres,
}
