namespace OnsDlq.Journal.Sqlite;

/// <summary>Finds and deletes messages that are old, with all that belongs to them.</summary>
internal static class OldMessages
{
    // How many row IDs are looked through before other readers get a turn.
    private const int Range = 500;

    /// <summary>Finds those that may go, in a range of row IDs, as of one moment; an empty page at the end.</summary>
    /// <param name="connection">A connection.</param>
    /// <param name="before">The limit.</param>
    /// <param name="from">The first row ID to look at.</param>
    public static OldPage Find(JournalConnection connection, DateTimeOffset before, long from) => connection.AtOneMoment(() =>
    {
        if (connection.Scalar("SELECT min(id) FROM message WHERE id >= @1", from) is not long first) return new OldPage([], null);
        var found = new List<OldMessage>();
        var open = OpenCanaries(connection);
        foreach (var id in Candidates(connection, before, first))
            if (TryJudge(connection, id, before, open) is { } old) found.Add(old);
        return new(found, first + Range);
    });

    /// <summary>Deletes those that may still go, in an open transaction.</summary>
    public static ClearedRecords Delete(JournalConnection connection, DateTimeOffset before, IEnumerable<OldMessage> found)
    {
        var open = OpenCanaries(connection);
        var cleared = default(ClearedRecords);
        foreach (var message in found)
        {
            if (TryJudge(connection, message.Id, before, open) is { } old) cleared += Delete(connection, before, old);
        }

        return cleared;
    }

    private static ClearedRecords Delete(JournalConnection connection, DateTimeOffset before, OldMessage old)
    {
        // A sample whose attempts are no longer complete would say something else.
        connection.Execute(
            "DELETE FROM sample WHERE drawn_at < @2 AND run IN (SELECT run FROM attempt WHERE message = @1)", old.Id, before);
        connection.Execute("DELETE FROM evidence WHERE attempt IN (SELECT number FROM attempt WHERE message = @1)", old.Id);
        connection.Execute("DELETE FROM outcome WHERE attempt IN (SELECT number FROM attempt WHERE message = @1)", old.Id);
        connection.Execute("DELETE FROM attempt WHERE message = @1", old.Id);
        connection.Execute("DELETE FROM message WHERE id = @1", old.Id);
        return old.Records;
    }

    // A first choice by an index alone: of most messages of a journal in use it needs no more.
    private static List<long> Candidates(JournalConnection connection, DateTimeOffset before, long first)
    {
        using var rows = connection.Query(
            """
            SELECT id FROM message
            WHERE id >= @1 AND id < @2 AND (block_reason IS NULL OR block_until < @3)
                AND NOT EXISTS (SELECT 1 FROM attempt WHERE attempt.message = message.id AND (live = 1 OR claimed_at >= @3))
            ORDER BY id
            """,
            first, first + Range, before);
        var found = new List<long>();
        while (rows.Read()) found.Add(rows.Number(0));
        return found;
    }

    // Null where it may not go, or is gone.
    private static OldMessage? TryJudge(JournalConnection connection, long id, DateTimeOffset before, HashSet<string> openCanaries)
    {
        if (MessageRow.Find(connection, id) is not { } key) return null;
        var names = MessageRow.EveryRealm(connection, key).Select(realm => HistoryReader.ReadOwn(connection, key with { Realm = realm })).ToArray();
        return RetentionRule.MayGo(names, before, openCanaries) ? new(id, Array.Find(names, own => own.Key == key)!) : null;
    }

    private static HashSet<string> OpenCanaries(JournalConnection connection)
    {
        using var rows = connection.Query("SELECT id FROM canary WHERE state = @1", CanaryState.Open);
        var open = new HashSet<string>(StringComparer.Ordinal);
        while (rows.Read()) open.Add(rows.Text(0));
        return open;
    }
}
