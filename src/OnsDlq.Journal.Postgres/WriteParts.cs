using Npgsql;
using OnsDlq.Messages;

namespace OnsDlq.Journal.Postgres;

/// <summary>
/// The statements of a transaction of claims, renewals and settlements: one statement for all of a kind, and all statements in one round trip.
/// </summary>
internal static class WriteParts
{
    /// <summary>Adds the rows of queues that have none.</summary>
    public static NpgsqlBatchCommand Queues(Place place, IEnumerable<MessageKey> keys)
    {
        var queues = keys.DistinctBy(key => (key.Realm, key.InstanceId.ToUpperInvariant(), key.GroupId.ToUpperInvariant())).ToArray();
        return Sql.Part(
            $"""
            INSERT INTO {place.Table("queue")} (realm, instance_id, group_id)
            SELECT * FROM unnest($1::text[], $2::text[], $3::text[]) AS given (realm, instance_id, group_id)
            WHERE NOT EXISTS (
                SELECT 1 FROM {place.Table("queue")} AS queue
                WHERE queue.realm = given.realm AND lower(queue.instance_id) = lower(given.instance_id COLLATE "C")
                    AND lower(queue.group_id) = lower(given.group_id COLLATE "C"))
            ON CONFLICT DO NOTHING
            """,
            queues.Select(key => key.Realm).ToArray(), queues.Select(key => key.InstanceId).ToArray(), queues.Select(key => key.GroupId).ToArray());
    }

    /// <summary>
    /// Claims messages; gives the IDs of the attempts whose claims were made. Those that nothing is recorded of, most of them as a rule, have a statement
    /// of their own: it is planned each time, and takes half as long to plan.
    /// </summary>
    public static IEnumerable<NpgsqlBatchCommand> Claims(Place place, IReadOnlyList<Claim> claims) =>
        from ofAKind in claims.GroupBy(claim => claim.ExpectedVersion > 0) orderby ofAKind.Key select Claims(place, [.. ofAKind], ofAKind.Key);

    /// <summary>The same for messages of one kind.</summary>
    /// <param name="place">Where the journal is.</param>
    /// <param name="claims">The claims.</param>
    /// <param name="isKnown">Whether something is recorded of the messages.</param>
    public static NpgsqlBatchCommand Claims(Place place, IReadOnlyList<Claim> claims, bool isKnown) => Sql.Part(
        $"""
        WITH given AS (
            SELECT given.*, queue.id AS queue
            FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::text[], $7::text[], $8::int[], $9::timestamptz[],
                $10::timestamptz[], $11::timestamptz[], $12::text[], $13::bigint[], $14::text[], $15::boolean[],
                $16::text[], $17::timestamptz[], $18::text[])
                WITH ORDINALITY AS given (realm, instance_id, group_id, msg_id, version, attempt_id, run_id, round, claimed_at, lease_until, signed_at,
                    entries, newest, lifted, listed, topic, born_at, canary, place)
                JOIN {place.Table("queue")} AS queue ON queue.realm = given.realm
                    AND lower(queue.instance_id) = lower(given.instance_id COLLATE "C") AND lower(queue.group_id) = lower(given.group_id COLLATE "C")
            WHERE {IsOpen(place)}
        ), claimed AS ({(isKnown ? Raised(place) : Added(place))})
        INSERT INTO {place.Table("attempt")} (
            id, message, run, round, claimed_at, lease_until, signed_at, lease_length, lease_ends, entries, newest_entry, lifted, listed, topic,
            born_at, canary)
        SELECT given.attempt_id, claimed.id, (SELECT number FROM {place.Table("run")} WHERE id = given.run_id COLLATE "C"), given.round, given.claimed_at,
            given.lease_until, given.signed_at, given.lease_until - given.claimed_at, clock_timestamp() + (given.lease_until - given.claimed_at),
            string_to_array(given.entries, ' ')::bigint[], {(isKnown ? Newest(place) : "given.newest")},
            string_to_array(given.lifted, ' '), given.listed, given.topic, given.born_at, given.canary
        FROM given JOIN claimed ON claimed.queue = given.queue AND claimed.msg_id = given.msg_id COLLATE "C"
        ORDER BY given.place
        RETURNING id
        """,
        Each(claims, claim => claim.Key.Realm), Each(claims, claim => claim.Key.InstanceId), Each(claims, claim => claim.Key.GroupId),
        Each(claims, claim => claim.Key.MsgId), Each(claims, claim => claim.ExpectedVersion), Each(claims, claim => claim.Attempt.AttemptId),
        Each(claims, claim => claim.Attempt.RunId), Each(claims, claim => claim.Attempt.Round), Each(claims, claim => claim.Attempt.ClaimedAt),
        Each(claims, claim => claim.Attempt.LeaseUntil), Each(claims, claim => claim.Attempt.SignedAt),
        Each(claims, claim => RecordedValues.Join(claim.EntriesSeen)),
        Each(claims, claim => claim.EntriesSeen.Cast<long?>().Append(claim.Attempt.NewestEntrySeen).Max()),
        Each(claims, claim => RecordedValues.Join(claim.Attempt.Lifted)), Each(claims, claim => claim.Attempt.IsListed),
        Each(claims, claim => claim.Attempt.Topic), Each(claims, claim => claim.Attempt.BornTime), Each(claims, claim => claim.Attempt.CanaryId));

    private static string Added(Place place) =>
        $"""
        INSERT INTO {place.Table("message")} (queue, msg_id, version)
        SELECT queue, msg_id, 1 FROM given ORDER BY queue, msg_id
        ON CONFLICT DO NOTHING RETURNING id, queue, msg_id
        """;

    private static string Raised(Place place) =>
        $"""
        UPDATE {place.Table("message")} AS message SET version = message.version + 1
        FROM given
        WHERE message.queue = given.queue AND message.msg_id = given.msg_id COLLATE "C" AND message.version = given.version
            AND NOT EXISTS (SELECT 1 FROM {place.Table("attempt")} AS attempt WHERE attempt.message = message.id AND attempt.live)
        RETURNING message.id, message.queue, message.msg_id
        """;

    private static string Newest(Place place) =>
        $"greatest(given.newest, (SELECT max(newest_entry) FROM {place.Table("attempt")} AS earlier WHERE earlier.message = claimed.id))";

    /// <summary>
    /// Confirms the claims of attempts; gives the IDs of those that are live. It writes, so that its commit, too, waits until a replica has the claims.
    /// </summary>
    public static NpgsqlBatchCommand Confirm(Place place, string[] attemptIds) => Sql.Part(
        $"UPDATE {place.Table("attempt")} SET signed_at = signed_at WHERE id = ANY ($1) AND live RETURNING id", [attemptIds]);

    /// <summary>Takes the messages of attempts for this transaction, so that the next statement sees what others have done to them until then.</summary>
    public static NpgsqlBatchCommand Lock(Place place, string[] attemptIds) => Sql.Part(
        $"""
        SELECT id FROM {place.Table("message")} WHERE id IN (SELECT message FROM {place.Table("attempt")} WHERE id = ANY ($1))
        ORDER BY id FOR NO KEY UPDATE
        """,
        [attemptIds]);

    /// <summary>Renews claims; gives the IDs of the attempts whose claims were renewed.</summary>
    public static NpgsqlBatchCommand Renewals(Place place, IReadOnlyList<Renewal> renewals) => Sql.Part(
        $"""
        WITH renewed AS (
            UPDATE {place.Table("attempt")} AS attempt
            SET signed_at = given.signed_at, lease_until = given.lease_until, lease_ends = clock_timestamp() + attempt.lease_length
            FROM unnest($1::text[], $2::timestamptz[], $3::timestamptz[]) AS given (attempt_id, signed_at, lease_until), {place.Table("message")} AS message
            WHERE attempt.id = given.attempt_id COLLATE "C" AND attempt.live AND message.id = attempt.message AND {IsOpen(place)}
                AND NOT EXISTS (
                    SELECT 1 FROM {place.Table("attempt")} AS later WHERE later.message = attempt.message AND later.number > attempt.number)
                AND ($4 = ANY (attempt.lifted) OR message.block_reason IS NULL OR message.block_until <= given.signed_at)
            RETURNING attempt.id, attempt.message
        ), raised AS (
            UPDATE {place.Table("message")} AS message SET version = version + 1 FROM renewed WHERE message.id = renewed.message)
        SELECT id FROM renewed
        """,
        Each(renewals, renewal => renewal.AttemptId), Each(renewals, renewal => renewal.SignedAt), Each(renewals, renewal => renewal.LeaseUntil),
        SkipReason.Blocked);

    /// <summary>Adds the outcomes of holders; gives the IDs of the attempts that are there.</summary>
    /// <param name="place">Where the journal is.</param>
    /// <param name="settlements">The outcomes.</param>
    /// <param name="again">Whether they may be there already, from a try whose connection was lost.</param>
    public static NpgsqlBatchCommand Settlements(Place place, IReadOnlyList<Settlement> settlements, bool again) => Sql.Part(
        $"""
        WITH found AS (
            SELECT attempt.number, attempt.message, given.*
            FROM unnest($1::text[], $2::text[], $3::timestamptz[], $4::text[], $5::text[], $6::text[], $7::text[], $8::int[], $9::text[], $10::text[])
                WITH ORDINALITY AS given (attempt_id, status, told_at, request_id, error_code, error_message, failed, tries, told_by, reason, place)
                JOIN {place.Table("attempt")} AS attempt ON attempt.id = given.attempt_id COLLATE "C"
        ), raised AS (
            UPDATE {place.Table("message")} AS message SET version = version + times
            FROM (SELECT message, count(*) AS times FROM found GROUP BY message) AS touched WHERE message.id = touched.message
        ), ended AS (
            UPDATE {place.Table("attempt")} AS attempt SET live = false FROM found WHERE attempt.number = found.number AND attempt.live
        ), told AS (
            INSERT INTO {place.Table("outcome")} (
                attempt, status, source, told_at, request_id, error_code, error_message, failed_msg_id, tries, told_by, reason)
            SELECT number, status, $11, told_at, request_id, error_code, error_message, string_to_array(failed, ' '), tries, told_by, reason FROM found
            {(again ? NotTold(place) : "")}
            ORDER BY place)
        SELECT attempt_id FROM found
        """,
        Each(settlements, one => one.AttemptId), Each(settlements, one => one.Outcome.Status.ToString()), Each(settlements, one => one.Outcome.At),
        Each(settlements, one => one.Outcome.RequestId), Each(settlements, one => one.Outcome.ErrorCode), Each(settlements, one => one.Outcome.ErrorMessage),
        Each(settlements, one => RecordedValues.Join(one.Outcome.FailedMsgId)), Each(settlements, one => one.Outcome.Tries),
        Each(settlements, one => one.Outcome.By), Each(settlements, one => one.Outcome.Reason), OutcomeSource.Holder);

    private static string NotTold(Place place) =>
        $"""
        WHERE NOT EXISTS (
            SELECT 1 FROM {place.Table("outcome")} AS outcome
            WHERE outcome.attempt = found.number AND outcome.source = $11 AND outcome.status = found.status AND outcome.told_at = found.told_at)
        """;

    // Ends the transaction where the journal is sealed or being filled. The statement locks the table of attempts before it looks, and a move waits for
    // that lock (see MoveRows): so no claim is made that the move does not see. The text that is no number makes the error.
    private static string IsOpen(Place place) =>
        $"""
        CASE WHEN EXISTS (SELECT 1 FROM {place.Table("move")} WHERE ended_at IS NULL)
            THEN ('{PostgresTroubles.Closed} ' || (
                SELECT direction || ' ' || location FROM {place.Table("move")} WHERE ended_at IS NULL ORDER BY direction DESC LIMIT 1))::bigint > 0
            ELSE true END
        """;

    /// <summary>One value of each, as a statement takes them.</summary>
    public static TValue[] Each<T, TValue>(IReadOnlyList<T> all, Func<T, TValue> one) => [.. all.Select(one)];
}
