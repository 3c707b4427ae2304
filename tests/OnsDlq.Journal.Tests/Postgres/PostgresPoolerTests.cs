using System.Globalization;
using OnsDlq.Journal.Postgres;
using OnsDlq.Journal.Tests.Samples;
using OnsDlq.Messages;
using OnsDlq.TestKit.Postgres;

namespace OnsDlq.Journal.Tests.Postgres;

/// <summary>A journal through PgBouncer in transaction mode.</summary>
public sealed class PostgresPoolerTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Several_who_share_a_few_sessions_do_all_that_a_journal_does_and_leave_nothing_in_them(int sessions)
    {
        var server = await PostgresServer.SharedAsync(Stop);
        var schema = await TestSchema.MakeAsync(server: server);
        await using var pooler = await PostgresPooler.StartAsync(server, sessions, Stop);
        var place = JournalLocation.Parse(string.Create(CultureInfo.InvariantCulture, $"postgresql://postgres@127.0.0.1:{pooler.Port}/postgres"));
        var opener = new PostgresJournalOpener(schema.Rules);
        var journals = new List<IResendJournal>();
        for (var number = 0; number < 3; number++) journals.Add((await opener.OpenAsync(place, Stop)).Journal);

        await Task.WhenAll(journals.Select((journal, number) => Task.Run(() => WorkAsync(journal, number), Stop)));

        foreach (var journal in journals)
        {
            Assert.Equal(180, await journal.QueryAsync(new() { Statuses = [ResendStatus.Accepted] }, Stop).CountAsync(Stop));
            Assert.Equal(3, await journal.QueryRunsAsync(null, Stop).CountAsync(Stop));
            Assert.Equal(3, (await journal.ReadBlocksAsync(new(), Stop)).Count);
            await journal.DisposeAsync();
        }

        using var reader = (await opener.OpenReaderAsync(place, Stop))!;
        Assert.Equal(60, (await reader.ReadAsync([.. Enumerable.Range(0, 60).Select(number => Sample.Key(number, "own-0"))], Stop)).Count(one => one.Attempts.Count == 1));

        // What a session was left with, the next one who gets it has: with one session, that is the same.
        await using var connection = new Npgsql.NpgsqlConnection(
            string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={pooler.Port};Username=postgres;Database=postgres;Pooling=false;No Reset On Close=true"));
        await connection.OpenAsync(Stop);
        Assert.Equal(
            "0|on|0",
            await Sql.ScalarAsync(
                connection,
                """
                SELECT (SELECT count(*) FROM pg_prepared_statements) || '|' || current_setting('synchronous_commit') || '|' || current_setting('statement_timeout')
                """,
                Stop));
    }

    private static async Task WorkAsync(IResendJournal journal, int number)
    {
        var run = string.Create(CultureInfo.InvariantCulture, $"run-{number}");
        await journal.BeginRunAsync(Sample.Run with { RunId = run }, Stop);
        await journal.BlockAsync(Sample.Key(number, "blocked"), new("by hand", "kim@box", Sample.Start, null), Stop);
        await Task.WhenAll(Enumerable.Range(0, 60).Select(async own =>
        {
            var (key, id) = (Sample.Key(own, $"own-{number}"), string.Create(CultureInfo.InvariantCulture, $"{run}-{own}"));
            await journal.ReadAsync([key], Stop);
            Assert.True(await journal.ClaimAsync(new(key, 0, Sample.Attempt(id, run)) { After = "" }, Stop));
            Assert.True(await journal.RenewAsync(id, Sample.At(1), Sample.At(90), Stop));
            Assert.True(await journal.SettleAsync(id, Sample.Outcome(ResendStatus.Accepted), null, Stop));
            await journal.TakeSlotsAsync(new("1", "cn-hangzhou", "A"), 1, TimeSpan.FromMilliseconds(1), TimeProvider.System.GetUtcNow(), Stop);
        }));
        Assert.True(await journal.EndRunAsync(run, new(Sample.At(9), 0, null), Stop));
    }
}
