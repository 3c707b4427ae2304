namespace OnsDlq.Journal.Sqlite;

/// <summary>The gaps of a journal: a row for each time that a person decided to use it again although something is missing.</summary>
internal static class GapRow
{
    public static void Add(JournalConnection connection, JournalGap gap) => connection.Execute(
        "INSERT INTO gap (found, until, repaired_at, by, reason) VALUES (@1, @2, @3, @4, @5)",
        gap.Found, gap.Until, gap.RepairedAt, gap.By, gap.Reason);

    /// <summary>Adds the gap of another journal, unless it came before.</summary>
    public static void AddOnce(JournalConnection connection, JournalGap gap)
    {
        if (connection.Scalar("SELECT 1 FROM gap WHERE until = @1 AND repaired_at = @2", gap.Until, gap.RepairedAt) is null) Add(connection, gap);
    }

    /// <summary>When the newest gap ended; null where there is none.</summary>
    public static DateTimeOffset? End(JournalConnection connection) =>
        connection.Scalar("SELECT max(until) FROM gap") is long until ? DateTimeOffset.FromUnixTimeMilliseconds(until) : null;

    /// <summary>All gaps, the newest first.</summary>
    public static JournalGap[] Read(JournalConnection connection)
    {
        using var rows = connection.Query("SELECT found, until, repaired_at, by, reason FROM gap ORDER BY number DESC");
        var gaps = new List<JournalGap>();
        while (rows.Read()) gaps.Add(new(rows.GetString(0), rows.Time(1), rows.Time(2), rows.GetString(3), rows.GetString(4)));
        return [.. gaps];
    }
}
