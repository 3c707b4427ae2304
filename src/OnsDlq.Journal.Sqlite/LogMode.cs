namespace OnsDlq.Journal.Sqlite;

/// <summary>What is done about the log (sqlite.org/c3ref/c_checkpoint_full.html).</summary>
internal enum LogMode
{
    /// <summary>Nothing: it is only looked at.</summary>
    Look = -1,

    /// <summary>The main file gets what no reader stands in the way of, without waiting for anybody.</summary>
    Passive = 0,

    /// <summary>The main file gets all of it, and the log is emptied.</summary>
    Truncate = 3,
}
