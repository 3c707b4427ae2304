using Npgsql;
using OnsDlq.Messages;
using OnsDlq.Moving;
using static OnsDlq.Journal.Postgres.WriteParts;

namespace OnsDlq.Journal.Postgres;

/// <summary>The statements with which attempts of another journal are taken: one for all of a kind.</summary>
internal static class MovedParts
{
    /// <summary>Adds the rows of messages that have none.</summary>
    public static NpgsqlBatchCommand Messages(Place place, IReadOnlyList<MessageKey> keys) => Of(
        $"""
        INSERT INTO {place.Table("message")} (queue, msg_id)
        SELECT queue.id, given.msg_id FROM {Given(place)} ORDER BY queue.id, given.msg_id ON CONFLICT DO NOTHING
        """,
        keys);

    /// <summary>Takes messages for this transaction, so that what is read of them next is what it finds when it writes.</summary>
    public static NpgsqlBatchCommand LockMessages(Place place, IReadOnlyList<MessageKey> keys) => Of(
        $"""
        SELECT message.id FROM {Given(place)} JOIN {place.Table("message")} AS message ON message.queue = queue.id AND message.msg_id = given.msg_id COLLATE "C"
        ORDER BY message.id FOR NO KEY UPDATE OF message
        """,
        keys);

    /// <summary>Raises the versions of messages.</summary>
    public static NpgsqlBatchCommand Raise(Place place, IReadOnlyList<long> messages) => Sql.Part(
        $"UPDATE {place.Table("message")} SET version = version + 1 WHERE id = ANY ($1)", [messages.ToArray()]);

    /// <summary>Adds attempts. A lease begins anew, by this server's clock: that of the other journal may have been another one.</summary>
    public static NpgsqlBatchCommand Attempts(Place place, IReadOnlyList<(long Message, MovedAttempt Moved)> added) => Sql.Part(
        $"""
        INSERT INTO {place.Table("attempt")} (
            id, message, run, round, claimed_at, lease_until, signed_at, lease_length, lease_ends, entries, newest_entry, lifted, listed, live, topic,
            born_at, canary)
        SELECT given.id, message, (SELECT number FROM {place.Table("run")} AS run WHERE run.id = given.run_id COLLATE "C"), round, claimed_at, lease_until, signed_at, greatest(lease_until - claimed_at, interval '0'),
            clock_timestamp() + greatest(lease_until - claimed_at, interval '0'), string_to_array(entries, ' ')::bigint[], newest,
            string_to_array(lifted, ' '), listed, live, topic, born_at, canary
        FROM unnest($1::text[], $2::bigint[], $3::text[], $4::int[], $5::timestamptz[], $6::timestamptz[], $7::timestamptz[], $8::text[], $9::bigint[],
                $10::text[], $11::boolean[], $12::boolean[], $13::text[], $14::timestamptz[], $15::text[])
            WITH ORDINALITY AS given (id, message, run_id, round, claimed_at, lease_until, signed_at, entries, newest, lifted, listed, live, topic, born_at,
                canary, place)
        ORDER BY given.place
        """,
        Each(added, one => one.Moved.Attempt.AttemptId), Each(added, one => one.Message), Each(added, one => one.Moved.Attempt.RunId),
        Each(added, one => one.Moved.Attempt.Round), Each(added, one => one.Moved.Attempt.ClaimedAt), Each(added, one => one.Moved.Attempt.LeaseUntil),
        Each(added, one => one.Moved.Attempt.SignedAt), Each(added, one => RecordedValues.Join(one.Moved.EntriesSeen)),
        Each(added, one => one.Moved.Attempt.NewestEntrySeen), Each(added, one => RecordedValues.Join(one.Moved.Attempt.Lifted)),
        Each(added, one => one.Moved.Attempt.IsListed), Each(added, one => one.Moved.Attempt.Outcome is null),
        Each(added, one => one.Moved.Attempt.Topic), Each(added, one => one.Moved.Attempt.BornTime), Each(added, one => one.Moved.Attempt.CanaryId));

    /// <summary>Changes attempts that are there.</summary>
    public static NpgsqlBatchCommand Change(Place place, IReadOnlyList<Attempt> changed) => Sql.Part(
        $"""
        UPDATE {place.Table("attempt")} AS attempt
        SET lease_until = given.lease_until, signed_at = given.signed_at, live = given.live, lease_ends = clock_timestamp() + attempt.lease_length
        FROM unnest($1::text[], $2::timestamptz[], $3::timestamptz[], $4::boolean[]) AS given (id, lease_until, signed_at, live)
        WHERE attempt.id = given.id COLLATE "C"
        """,
        Each(changed, one => one.AttemptId), Each(changed, one => one.LeaseUntil), Each(changed, one => one.SignedAt),
        Each(changed, one => one.Outcome is null));

    /// <summary>Removes the outcomes of attempts, which are written again: the same ones and more, perhaps in another order.</summary>
    public static NpgsqlBatchCommand Forget(Place place, string[] attemptIds) => Sql.Part(
        $"""
        DELETE FROM {place.Table("outcome")} WHERE attempt IN (SELECT number FROM {place.Table("attempt")} WHERE id = ANY ($1))
        """,
        [attemptIds]);

    /// <summary>Adds outcomes, in their order.</summary>
    public static NpgsqlBatchCommand Outcomes(Place place, IReadOnlyList<Settlement> told) => Sql.Part(
        $"""
        INSERT INTO {place.Table("outcome")} (
            attempt, status, source, told_at, request_id, error_code, error_message, failed_msg_id, tries, told_by, reason)
        SELECT attempt.number, status, source, told_at, request_id, error_code, error_message, string_to_array(failed, ' '), tries, told_by, given.reason
        FROM unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::text[], $6::text[], $7::text[], $8::text[], $9::int[], $10::text[], $11::text[])
            WITH ORDINALITY AS given (id, status, source, told_at, request_id, error_code, error_message, failed, tries, told_by, reason, place)
            JOIN {place.Table("attempt")} AS attempt ON attempt.id = given.id COLLATE "C"
        ORDER BY given.place
        """,
        Each(told, one => one.AttemptId), Each(told, one => one.Outcome.Status.ToString()), Each(told, one => one.Outcome.Source.ToString()),
        Each(told, one => one.Outcome.At), Each(told, one => one.Outcome.RequestId), Each(told, one => one.Outcome.ErrorCode),
        Each(told, one => one.Outcome.ErrorMessage), Each(told, one => RecordedValues.Join(one.Outcome.FailedMsgId)), Each(told, one => one.Outcome.Tries),
        Each(told, one => one.Outcome.By), Each(told, one => one.Outcome.Reason));

    private static string Given(Place place) =>
        $"""
        unnest($1::text[], $2::text[], $3::text[], $4::text[]) AS given (realm, instance_id, group_id, msg_id)
            JOIN {place.Table("queue")} AS queue ON queue.realm = given.realm COLLATE "C" AND lower(queue.instance_id) = lower(given.instance_id COLLATE "C")
                AND lower(queue.group_id) = lower(given.group_id COLLATE "C")
        """;

    private static NpgsqlBatchCommand Of(string sql, IReadOnlyList<MessageKey> keys) => Sql.Part(
        sql, Each(keys, key => key.Realm), Each(keys, key => key.InstanceId), Each(keys, key => key.GroupId), Each(keys, key => key.MsgId));
}
