using Npgsql;
using OnsDlq.Messages;
using OnsDlq.Realms;

namespace OnsDlq.Journal.Postgres;

/// <summary>Reads what the journal knows of messages: of all of them in one statement, so in one round trip and at one moment.</summary>
/// <param name="place">Where the journal is.</param>
internal sealed class HistoryRows(Place place)
{
    private const int AttemptAt = 9;

    // Records under other names of the service, which earlier versions of the module may have made, are read, too; most have none.
    private readonly string _sql =
        $"""
        SELECT given.number, (SELECT max(until) FROM {place.Table("gap")}), queue.realm, message.id, message.version, message.block_reason,
            message.block_by, message.block_since, message.block_until, {AttemptRows.Columns}
        FROM unnest($1::text[], $2::text[], $3::text[]) WITH ORDINALITY AS given (instance_id, group_id, msg_id, number)
            LEFT JOIN ({place.Table("message")} AS message JOIN {place.Table("queue")} AS queue ON queue.id = message.queue)
                ON message.msg_id = given.msg_id AND lower(queue.group_id) = lower(given.group_id COLLATE "C")
                    AND lower(queue.instance_id) = lower(given.instance_id COLLATE "C")
            LEFT JOIN {place.Table("attempt")} AS attempt ON attempt.message = message.id
            LEFT JOIN {place.Table("run")} AS run ON run.number = attempt.run
            LEFT JOIN {place.Table("outcome")} AS outcome ON outcome.attempt = attempt.number
            LEFT JOIN {place.Table("evidence")} AS evidence ON evidence.attempt = attempt.number
        ORDER BY given.number, message.id, attempt.number, outcome.number
        """;

    /// <summary>Reads the histories of messages, in the order asked for.</summary>
    public async Task<IReadOnlyList<MessageHistory>> ReadAsync(
        NpgsqlConnection connection, IReadOnlyList<MessageKey> keys, CancellationToken cancellationToken)
    {
        if (keys.Count == 0) return [];
        var (found, gap) = await FindAsync(connection, keys, cancellationToken).ConfigureAwait(false);
        return [.. keys.Select((key, place) => History(key, found[place] ?? []) with { Gap = gap })];
    }

    /// <summary>
    /// Reads what is recorded of messages, in the order asked for, under every name of a service, whether it is the same service or not.
    /// </summary>
    public async Task<IReadOnlyList<IReadOnlyList<OldMessage>>> ReadNamesAsync(
        NpgsqlConnection connection, IReadOnlyList<MessageKey> keys, CancellationToken cancellationToken)
    {
        if (keys.Count == 0) return [];
        var (found, _) = await FindAsync(connection, keys, cancellationToken).ConfigureAwait(false);
        return
        [
            .. keys.Select((key, place) => (found[place] ?? [])
                .ConvertAll(message => new OldMessage(message.Id, message.History(key with { Realm = message.Realm })))),
        ];
    }

    private async Task<(List<Found>?[] Found, DateTimeOffset? Gap)> FindAsync(
        NpgsqlConnection connection, IReadOnlyList<MessageKey> keys, CancellationToken cancellationToken)
    {
        var found = new List<Found>?[keys.Count];
        DateTimeOffset? gap = null;
        await Sql.ReadAsync(
            connection, _sql, row => Add(row, found, ref gap), cancellationToken,
            keys.Select(key => key.InstanceId).ToArray(), keys.Select(key => key.GroupId).ToArray(), keys.Select(key => key.MsgId).ToArray())
            .ConfigureAwait(false);
        return (found, gap);
    }

    private static bool Add(NpgsqlDataReader row, List<Found>?[] found, ref DateTimeOffset? gap)
    {
        gap = row.TimeOrNull(1);
        if (row.IsDBNull(3)) return false;
        var messages = found[(int)row.GetInt64(0) - 1] ??= [];
        if (messages.Count == 0 || messages[^1].Id != row.GetInt64(3)) messages.Add(Found.Read(row));
        if (!row.IsDBNull(AttemptAt)) messages[^1].AddAttempt(row, AttemptAt);
        return true;
    }

    private static MessageHistory History(MessageKey key, List<Found> found)
    {
        var own = found.Find(message => message.Realm == key.Realm)?.History(key) ?? MessageHistory.None(key);
        return found.Where(message => message.Realm != key.Realm && Realm.Covers(key.Realm, message.Realm))
            .Aggregate(own, (whole, other) => whole.With(other.History(key with { Realm = other.Realm })));
    }

    /// <summary>A message as its rows are read.</summary>
    private sealed class Found(long id, string realm, long version, MessageBlock? block)
    {
        private readonly List<Attempt> _attempts = [];
        private readonly SortedSet<long> _entries = [];
        private readonly List<(List<AttemptOutcome> Outcomes, bool Live)> _outcomes = [];
        private long _last = long.MinValue;

        public long Id => id;

        public string Realm => realm;

        public static Found Read(NpgsqlDataReader row) => new(
            row.GetInt64(3), row.Text(2), row.GetInt64(4),
            row.IsDBNull(5) ? null : new(row.Text(5), row.Text(6), row.Time(7), row.TimeOrNull(8)));

        public void AddAttempt(NpgsqlDataReader row, int at)
        {
            if (row.GetInt64(at) != _last)
            {
                _last = row.GetInt64(at);
                _attempts.Add(AttemptRows.Read(row, at));
                _entries.UnionWith(row.Numbers(at + 11));
                _outcomes.Add(([], AttemptRows.IsLive(row, at)));
            }

            if (AttemptRows.ReadOutcome(row, at) is { } outcome) _outcomes[^1].Outcomes.Add(outcome);
        }

        public MessageHistory History(MessageKey key) => new(
            key, version, [.. _attempts.Zip(_outcomes, (attempt, told) => AttemptRows.With(attempt, told.Outcomes, told.Live))], [.. _entries], block);
    }
}
