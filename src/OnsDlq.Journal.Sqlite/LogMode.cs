namespace OnsDlq.Journal.Sqlite;

/// <summary>The modes of a checkpoint (sqlite.org/c3ref/wal_checkpoint_v2.html).</summary>
internal enum LogMode
{
    /// <summary>No checkpoint: only the numbers of frames are read.</summary>
    Look = -1,

    /// <summary>The main file gets what no reader blocks, without waiting.</summary>
    Passive = 0,

    /// <summary>The main file gets all of it, and the log is emptied.</summary>
    Truncate = 3,
}
