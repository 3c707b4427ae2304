using Npgsql;

namespace OnsDlq.Journal.Postgres;

/// <summary>Settles attempts for others than their holders, on the version that they decided on.</summary>
/// <param name="place">Where the journal is.</param>
internal sealed class JudgedRows(Place place)
{
    private static readonly bool[] States = [true, false];

    /// <summary>Adds an outcome; false where the version has changed, or the state of the claim does not fit (see <see cref="SettleRule"/>).</summary>
    public async Task<bool> AddAsync(
        NpgsqlConnection connection, string attemptId, AttemptOutcome outcome, long expectedVersion, CancellationToken cancellationToken)
    {
        bool[] fits = [.. States.Where(live => SettleRule.Fits(outcome.Source, live))];
        var batch = new NpgsqlBatch(connection);
        await using (batch.ConfigureAwait(false))
        {
            batch.BatchCommands.Add(WriteParts.Lock(place, [attemptId]));
            batch.BatchCommands.Add(Sql.Part(
                $"""
                WITH raised AS (
                    UPDATE {place.Table("message")} AS message SET version = version + 1
                    FROM {place.Table("attempt")} AS attempt
                    WHERE attempt.id = $1 AND attempt.live = ANY ($2) AND message.id = attempt.message AND message.version = $3
                    RETURNING attempt.number
                ), ended AS (
                    UPDATE {place.Table("attempt")} AS attempt SET live = false FROM raised WHERE attempt.number = raised.number AND attempt.live)
                INSERT INTO {place.Table("outcome")} (
                    attempt, status, source, told_at, request_id, error_code, error_message, failed_msg_id, tries, told_by, reason)
                SELECT number, $4, $5, $6, $7::text, $8::text, $9::text, string_to_array($10, ' '), $11, $12::text, $13::text FROM raised
                """,
                attemptId, fits, expectedVersion, outcome.Status, outcome.Source, outcome.At, outcome.RequestId, outcome.ErrorCode, outcome.ErrorMessage,
                RecordedValues.Join(outcome.FailedMsgId), outcome.Tries, outcome.By, outcome.Reason));
            await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            return batch.BatchCommands[1].RecordsAffected == 1;
        }
    }
}
