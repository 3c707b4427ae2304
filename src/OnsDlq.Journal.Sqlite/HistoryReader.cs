using Microsoft.Data.Sqlite;
using OnsDlq.Messages;

namespace OnsDlq.Journal.Sqlite;

/// <summary>Reads what the journal knows of one message.</summary>
internal static class HistoryReader
{
    private const string ColumnsOfOld =
        """
        attempt.id, run.id, attempt.round, attempt.claimed_at, attempt.lease_until, attempt.signed_at, attempt.newest_entry, attempt.lifted,
        run.reason, run.machine, run.boot, run.process_space, run.process_id, run.process_start, attempt.number,
        attempt.live, run.user
        """;

    /// <summary>The columns of <see cref="ReadAttempt"/>, in order.</summary>
    public const string AttemptColumns =
        ColumnsOfOld
        + """
          , attempt.listed, attempt.topic, attempt.born_at, attempt.canary, evidence.verdict, evidence.reason, evidence.found_at, evidence.event_at,
          evidence.failures, evidence.client, evidence.queries
          """;

    /// <summary>The table that is joined for them.</summary>
    public const string EvidenceJoin = "LEFT JOIN evidence ON evidence.attempt = attempt.number";

    /// <summary>How many columns there are.</summary>
    public const int AttemptWidth = 28;

    private const string NoEvidence = ", NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL";

    // Limits on the attempts of a message and the outcomes of an attempt; more can only come from a manipulated file.
    private const int MostAttempts = 100_000, MostOutcomes = 10_000;

    /// <summary>The same for a journal that may have an older schema, read without an upgrade.</summary>
    public static (string Columns, string Join) ColumnsOf(JournalConnection connection) => connection.SchemaVersion switch
    {
        > 0 and < JournalSchema.TellsListed => (ColumnsOfOld + ", 0" + NoEvidence, ""),
        > 0 and < JournalSchema.KeepsEvidence => (ColumnsOfOld + ", attempt.listed" + NoEvidence, ""),
        _ => (AttemptColumns, EvidenceJoin),
    };

    /// <summary>Reads what the journal knows of messages: all of it at one moment, for which SQLite takes its lock once.</summary>
    public static MessageHistory[] Read(JournalConnection connection, IReadOnlyList<MessageKey> keys) => connection.AtOneMoment(() =>
    {
        var gap = connection.SchemaVersion < JournalSchema.WithState ? null : GapRow.End(connection);
        var otherRealms = new Dictionary<(string, string, string), IReadOnlyList<string>>();
        var histories = keys.Select(key => Read(connection, key, OtherRealms(key)));
        return (gap is null ? histories : histories.Select(history => history with { Gap = gap })).ToArray();

        IReadOnlyList<string> OtherRealms(MessageKey key)
        {
            var queue = (key.Realm, key.InstanceId, key.GroupId);
            if (!otherRealms.TryGetValue(queue, out var realms)) otherRealms.Add(queue, realms = MessageRow.OtherRealms(connection, key));
            return realms;
        }
    });

    private static MessageHistory Read(JournalConnection connection, MessageKey key, IReadOnlyList<string> otherRealms)
    {
        var history = ReadOwn(connection, key);
        foreach (var realm in otherRealms) history = history.With(ReadOwn(connection, key with { Realm = realm }));
        return history;
    }

    /// <summary>Reads what is recorded of a message under this name of its service alone.</summary>
    public static MessageHistory ReadOwn(JournalConnection connection, MessageKey key) =>
        MessageRow.Find(connection, key) is { } id ? Read(connection, key, id) : MessageHistory.None(key);

    public static Attempt ReadAttempt(JournalConnection connection, SqliteDataReader row)
    {
        var outcomes = Outcomes(connection, row.Number(14));
        if (row.Count(15) != (outcomes.Count == 0 ? 1 : 0))
            throw new InvalidDataException("A claim and its outcomes contradict each other.");
        return new()
        {
            AttemptId = row.Text(0),
            RunId = row.Text(1),
            Round = row.Count(2, least: 1),
            ClaimedAt = row.Time(3),
            LeaseUntil = row.Time(4),
            SignedAt = row.Time(5),
            NewestEntrySeen = row.NumberOrNull(6),
            IsListed = row.Count(17) == 1,
            Lifted = row.Names<SkipReason>(7),
            Reason = row.TextOrNull(8),
            Holder = new(row.Text(9), row.Text(10), row.Text(11), row.Count(12), row.Number(13)),
            User = row.Text(16),
            Topic = row.TextOrNull(18),
            BornTime = row.TimeOrNull(19),
            CanaryId = row.TextOrNull(20),
            Evidence = row.IsDBNull(21) ? null : EvidenceRow.Read(row, 21),
            Outcomes = outcomes,
        };
    }

    private static MessageHistory Read(JournalConnection connection, MessageKey key, long id)
    {
        using var message = connection.Query("SELECT version, block_reason, block_by, block_since, block_until FROM message WHERE id = @1", id);
        if (!message.Read()) throw new InvalidDataException("A message is in an index, but not in its table.");
        var block = message.IsDBNull(1)
            ? null
            : new MessageBlock(message.Text(1), message.Text(2), message.Time(3), message.TimeOrNull(4));
        return new(key, message.Number(0), Attempts(connection, id), Entries(connection, id), block);
    }

    private static List<Attempt> Attempts(JournalConnection connection, long message)
    {
        var (columns, join) = ColumnsOf(connection);
        using var rows = connection.Query(
            $"SELECT {columns} FROM attempt JOIN run ON run.number = attempt.run {join} WHERE message = @1 ORDER BY attempt.number", message);
        var attempts = new List<Attempt>();
        var last = long.MinValue;
        while (rows.Read())
        {
            if (rows.Number(14) <= last || attempts.Count == MostAttempts) throw new InvalidDataException("A message has attempts without end.");
            last = rows.Number(14);
            attempts.Add(ReadAttempt(connection, rows));
        }

        return attempts;
    }

    private static List<long> Entries(JournalConnection connection, long message)
    {
        using var rows = connection.Query("SELECT entries FROM attempt WHERE message = @1", message);
        var entries = new SortedSet<long>();
        for (var read = 0; rows.Read(); read++)
        {
            if (read == MostAttempts) throw new InvalidDataException("A message has attempts without end.");
            entries.UnionWith(rows.Numbers(0));
        }

        return [.. entries];
    }

    public static List<AttemptOutcome> Outcomes(JournalConnection connection, long attempt)
    {
        using var rows = connection.Query(
            """
            SELECT status, source, at, request_id, error_code, error_message, failed_msg_id, tries, by, reason FROM outcome
            WHERE attempt = @1 ORDER BY number
            """,
            attempt);
        var outcomes = new List<AttemptOutcome>();
        while (rows.Read())
        {
            if (outcomes.Count == MostOutcomes) throw new InvalidDataException("An attempt has outcomes without end.");
            outcomes.Add(new()
            {
                Status = RecordedValues.Outcome(rows.Text(0)),
                Source = rows.Name<OutcomeSource>(1),
                At = rows.Time(2),
                RequestId = rows.TextOrNull(3),
                ErrorCode = rows.TextOrNull(4),
                ErrorMessage = rows.TextOrNull(5),
                FailedMsgId = [.. rows.Words(6)],
                Tries = rows.Count(7),
                By = rows.TextOrNull(8),
                Reason = rows.TextOrNull(9),
            });
        }

        return outcomes;
    }
}
