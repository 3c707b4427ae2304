using System.Globalization;
using OnsDlq.Errors;
using OnsDlq.Journal.Postgres;
using OnsDlq.Journal.Tests.Samples;
using OnsDlq.Messages;
using OnsDlq.TestKit.Postgres;

namespace OnsDlq.Journal.Tests.Postgres;

/// <summary>Old records are deleted from a database whose connection is lost at each step of a transaction.</summary>
public sealed class PostgresRetentionTests : IAsyncLifetime
{
    // Two transactions of messages.
    private const int Old = Retention.MostMessages + 20;

    private static readonly DateTimeOffset Limit = Sample.At(10_000);

    private PostgresServer _server = null!;
    private TestSchema _schema = null!;
    private TcpProxy _network = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        _server = await PostgresServer.SharedAsync(Stop);
        _schema = await TestSchema.MakeAsync();
        _network = new(_server.Port);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_network is not null) await _network.DisposeAsync();
    }

    // The server holds the transaction where the first row of a table is deleted, until the test lets go.
    [Theory]
    [InlineData("evidence", Old + 2, 0)]
    [InlineData("outcome", Old + 2, 0)]
    [InlineData("attempt", Old + 2, 0)]
    [InlineData("message", Old + 2, 0)]
    [InlineData("message", 2, Retention.MostMessages)]
    [InlineData("run", 2, Old)]
    public async Task Cut_off_at_any_step_each_message_is_whole_or_gone_and_a_second_call_deletes_the_rest(string table, int attemptsLeft, int gone)
    {
        await FillAsync();
        await _schema.SqlAsync(
            $"""
            CREATE FUNCTION "{_schema.Name}".held() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                IF (SELECT count(*) FROM "{_schema.Name}".attempt) <= {attemptsLeft} THEN
                    PERFORM pg_advisory_xact_lock_shared(hashtext('{_schema.Name}')); END IF; RETURN OLD; END $$;
            CREATE TRIGGER held BEFORE DELETE ON "{_schema.Name}".{table} FOR EACH ROW EXECUTE FUNCTION "{_schema.Name}".held();
            """);
        await using (var holder = new Npgsql.NpgsqlConnection(_schema.ConnectionString))
        {
            await holder.OpenAsync(Stop);
            await Sql.ScalarAsync(holder, $"SELECT pg_advisory_lock(hashtext('{_schema.Name}'))", Stop);
            await using var journal = await OpenAsync(TimeSpan.Zero);
            var clearing = ClearAsync(journal);
            await Until.IsTrueAsync(async () =>
                await Sql.ScalarAsync(holder, "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND mode = 'ShareLock'", Stop) is > 0L
                || clearing.IsCompleted);
            Assert.False(clearing.IsCompleted);

            _network.Cut = TcpCut.Refuse;
            _network.Break();
            var lost = await Assert.ThrowsAsync<JournalException>(() => clearing);
            Assert.Equal(ErrorId.JournalUnreachable, lost.Id);
        }

        // The server ends what it was at, finds nobody to tell, and takes it back.
        await Until.IsTrueAsync(async () =>
            (await _schema.SqlAsync(
                $"""
                SELECT count(*) FROM pg_locks JOIN pg_class ON pg_class.oid = relation
                WHERE relnamespace = '"{_schema.Name}"'::regnamespace AND pid <> pg_backend_pid()
                """)).Trim() == "0");
        _network.Cut = TcpCut.None;
        await using var again = await OpenAsync(TimeSpan.FromSeconds(20));
        var left = await CheckWholeAsync(again);
        Assert.Equal(Old - gone, left);
        Assert.Equal(left, (await ClearAsync(again)).Attempts);
        Assert.Equal(0, await CheckWholeAsync(again));
        Assert.Equal("2|0|2", (await _schema.SqlAsync(
            $"""SELECT (SELECT count(*) FROM "{_schema.Name}".message), (SELECT count(*) FROM "{_schema.Name}".evidence), (SELECT count(*) FROM "{_schema.Name}".attempt)""")).Trim());
        Assert.Equal(["run-kept"], await again.QueryRunsAsync(null, Stop).Select(run => run.Run.RunId).ToListAsync(Stop));
    }

    private static async Task<ClearedRecords> ClearAsync(IResendJournal journal) =>
        await journal.ClearAsync(Limit, isTrial: false, Stop).AggregateAsync((one, other) => one + other, Stop);

    private static MessageKey KeyOf(int number) => Sample.Key(number, "GID_old");

    // Gives how many old messages are left; the live claim and the doubtful one are.
    private static async Task<int> CheckWholeAsync(IResendJournal journal)
    {
        var histories = await journal.ReadAsync([.. Enumerable.Range(0, Old + 2).Select(KeyOf)], Stop);
        Assert.All(histories, history => Assert.Equal(history.Version > 0 ? 1 : 0, history.Attempts.Count));
        Assert.All(histories.Take(Old).SelectMany(history => history.Attempts), attempt => Assert.Single(attempt.Outcomes));
        Assert.Empty(Assert.Single(histories[Old].Attempts).Outcomes);
        Assert.Equal(ResendStatus.Unknown, Assert.Single(histories[Old + 1].Attempts).Outcome?.Status);
        return histories.Take(Old).Count(history => history.Attempts.Count > 0);
    }

    private async Task<IResendJournal> OpenAsync(TimeSpan patience) => (await new PostgresJournalOpener(_schema.Rules with { Patience = patience }).OpenAsync(
        JournalLocation.Parse(string.Create(CultureInfo.InvariantCulture, $"postgresql://postgres@127.0.0.1:{_network.Port}/postgres")), Stop)).Journal;

    private async Task FillAsync()
    {
        await using var journal = await _schema.OpenAsync();
        var run = Sample.Run with { StartedAt = Sample.At(-5_000) };
        await journal.BeginRunAsync(run with { RunId = "run-old" }, Stop);
        await journal.BeginRunAsync(run with { RunId = "run-kept" }, Stop);
        await Task.WhenAll(Enumerable.Range(0, Old + 2).Select(async number =>
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"a{number}");
            Assert.True(await journal.ClaimAsync(
                new(KeyOf(number), 0, Sample.Attempt(id, number < Old ? "run-old" : "run-kept", at: -4_900)) { After = "" }, Stop));
            if (number == Old) return;
            Assert.True(await journal.SettleAsync(
                id, Sample.Outcome(number < Old ? ResendStatus.Accepted : ResendStatus.Unknown, at: -4_800), null, Stop));
        }));
        await journal.RecordEvidenceAsync(
            [.. Enumerable.Range(0, Old).Select(number => new FoundEvidence(
                string.Create(CultureInfo.InvariantCulture, $"a{number}"), new() { Verdict = EvidenceVerdict.Consumed, FoundAt = Sample.At(-4_700) }))], Stop);
    }
}
