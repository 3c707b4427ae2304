using System.Diagnostics;
using OnsDlq.Errors;
using OnsDlq.Journal.Tests.Samples;
using OnsDlq.Messages;

namespace OnsDlq.Journal.Tests.Postgres;

/// <summary>How claims and settlements are committed.</summary>
public sealed class PostgresCommitTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Claims_and_settlements_are_durable_whatever_the_default_of_the_role_is()
    {
        var schema = await TestSchema.MakeAsync();
        await (await schema.OpenAsync()).DisposeAsync();
        await schema.SqlAsync(
            $"""
            CREATE TABLE "{schema.Name}".seen (what text, setting text);
            CREATE FUNCTION "{schema.Name}".note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                INSERT INTO "{schema.Name}".seen VALUES (TG_TABLE_NAME, current_setting('synchronous_commit')); RETURN NEW; END $$;
            CREATE TRIGGER note AFTER INSERT ON "{schema.Name}".attempt FOR EACH ROW EXECUTE FUNCTION "{schema.Name}".note();
            CREATE TRIGGER note AFTER INSERT ON "{schema.Name}".outcome FOR EACH ROW EXECUTE FUNCTION "{schema.Name}".note();
            CREATE TRIGGER note AFTER INSERT ON "{schema.Name}".run FOR EACH ROW EXECUTE FUNCTION "{schema.Name}".note();
            DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'hasty') THEN CREATE ROLE hasty LOGIN SUPERUSER; END IF; END $$;
            ALTER ROLE hasty SET synchronous_commit = off;
            """);
        await using var journal = (await new OnsDlq.Journal.Postgres.PostgresJournalOpener(schema.Rules).OpenAsync(schema.LocationOf("hasty"), Stop)).Journal;

        await journal.BeginRunAsync(Sample.Run, Stop);
        await journal.ClaimAsync(new(Sample.Key(), 0, Sample.Attempt("a1")), Stop);
        await journal.SettleAsync("a1", Sample.Outcome(ResendStatus.Unknown), null, Stop);
        await journal.SettleAsync("a1", Sample.Outcome(ResendStatus.Accepted, source: OutcomeSource.Person), 2, Stop);

        Assert.Equal(
            "attempt|on\noutcome|on\nrun|on", (await schema.SqlAsync($"SELECT DISTINCT what, setting FROM \"{schema.Name}\".seen ORDER BY 1, 2")).Trim());
    }

    [Fact]
    public async Task One_live_claim_is_all_that_the_tables_allow()
    {
        var schema = await TestSchema.MakeAsync();
        await using var journal = await schema.OpenAsync();
        await journal.BeginRunAsync(Sample.Run, Stop);
        await journal.ClaimAsync(new(Sample.Key(), 0, Sample.Attempt("a1")), Stop);

        // As if somebody had set the version back: the index still keeps the second claim out.
        await schema.SqlAsync($"UPDATE \"{schema.Name}\".attempt SET live = false; UPDATE \"{schema.Name}\".message SET version = 7");
        Assert.True(await journal.ClaimAsync(new(Sample.Key(), 7, Sample.Attempt("a2")), Stop));
        var trouble = await Assert.ThrowsAsync<InvalidOperationException>(() => schema.SqlAsync($"UPDATE \"{schema.Name}\".attempt SET live = true"));

        Assert.Contains("one_live_claim", trouble.Message);
    }

    [Fact]
    public async Task A_statement_that_hangs_is_given_up_and_nothing_is_changed()
    {
        var schema = await TestSchema.MakeAsync(new() { StatementTimeout = TimeSpan.FromMilliseconds(300) });
        await using var journal = await schema.OpenAsync();
        await journal.BeginRunAsync(Sample.Run, Stop);
        await using var other = new Npgsql.NpgsqlConnection(schema.ConnectionString);
        await other.OpenAsync(Stop);
        await using var transaction = await other.BeginTransactionAsync(Stop);
        await OnsDlq.Journal.Postgres.Sql.ExecuteAsync(other, $"LOCK TABLE \"{schema.Name}\".attempt", Stop);
        var watch = Stopwatch.StartNew();

        var refused = await Assert.ThrowsAsync<JournalException>(() => journal.ClaimAsync(new(Sample.Key(), 0, Sample.Attempt("a1")), Stop));

        Assert.Equal(ErrorId.JournalLocked, refused.Id);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), $"It took {watch.Elapsed}.");
        await transaction.RollbackAsync(Stop);
        Assert.Equal(0, (await journal.ReadAsync([Sample.Key()], Stop))[0].Version);
    }

    [Fact]
    public async Task A_sender_does_not_wait_for_the_transaction_of_another()
    {
        var schema = await TestSchema.MakeAsync();
        await using var journal = await schema.OpenAsync();
        await journal.BeginRunAsync(Sample.Run, Stop);
        await journal.BlockAsync(Sample.Key(1), new("x", "kim@box", Sample.Start, null), Stop);
        await using var other = new Npgsql.NpgsqlConnection(schema.ConnectionString);
        await other.OpenAsync(Stop);
        await using var transaction = await other.BeginTransactionAsync(Stop);
        await OnsDlq.Journal.Postgres.Sql.ExecuteAsync(other, $"SELECT 1 FROM \"{schema.Name}\".message FOR UPDATE", Stop);

        // The first claim waits for the row; the second sender names what it comes after, and goes on.
        var held = journal.ClaimAsync(new(Sample.Key(1), 1, Sample.Attempt("a1")) { After = "" }, Stop);
        Assert.True(await journal.ClaimAsync(new(Sample.Key(2), 0, Sample.Attempt("a2")) { After = "" }, Stop));

        Assert.False(held.IsCompleted);
        await transaction.RollbackAsync(Stop);
        Assert.True(await held);
    }

    [Fact]
    public async Task A_claim_is_not_durable_before_the_settlement_that_it_comes_after()
    {
        var schema = await TestSchema.MakeAsync();
        await using var journal = await schema.OpenAsync();
        await journal.BeginRunAsync(Sample.Run, Stop);
        await journal.ClaimAsync(new(Sample.Key(1), 0, Sample.Attempt("a1")) { After = "" }, Stop);
        await using var other = new Npgsql.NpgsqlConnection(schema.ConnectionString);
        await other.OpenAsync(Stop);
        await using var transaction = await other.BeginTransactionAsync(Stop);
        await OnsDlq.Journal.Postgres.Sql.ExecuteAsync(other, $"SELECT 1 FROM \"{schema.Name}\".message FOR UPDATE", Stop);
        var settled = journal.SettleAsync("a1", Sample.Outcome(ResendStatus.Accepted), null, Stop);
        await OtherWaitsAsync(schema);

        var next = journal.ClaimAsync(new(Sample.Key(2), 0, Sample.Attempt("a2")) { After = "a1" }, Stop);
        Assert.True(await journal.ClaimAsync(new(Sample.Key(3), 0, Sample.Attempt("a3")) { After = "" }, Stop));

        Assert.False(next.IsCompleted);
        await transaction.RollbackAsync(Stop);
        Assert.True(await settled);
        Assert.True(await next);
    }

    [Fact]
    public async Task A_lease_is_over_by_the_servers_clock_alone()
    {
        var schema = await TestSchema.MakeAsync();
        await using var journal = await schema.OpenAsync();
        await journal.BeginRunAsync(Sample.Run, Stop);
        await journal.ClaimAsync(new(Sample.Key(), 0, Sample.Attempt("a1")), Stop);

        Assert.False((await journal.ReadAsync([Sample.Key()], Stop))[0].Attempts[0].LeaseIsOver);
        await schema.SqlAsync($"UPDATE \"{schema.Name}\".attempt SET lease_ends = lease_ends - interval '60 s'");
        Assert.True((await journal.ReadAsync([Sample.Key()], Stop))[0].Attempts[0].LeaseIsOver);
        await journal.RenewAsync("a1", Sample.At(1), Sample.At(9), Stop);
        Assert.False((await journal.ReadAsync([Sample.Key()], Stop))[0].Attempts[0].LeaseIsOver);
    }

    // Until somebody waits for a lock, as the settlement does.
    private static Task OtherWaitsAsync(TestSchema schema) => Until.IsTrueAsync(async () =>
        (await schema.SqlAsync("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%outcome%'")).Trim() != "0");
}
