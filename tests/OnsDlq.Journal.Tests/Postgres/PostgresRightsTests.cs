using System.Globalization;
using OnsDlq.Errors;
using OnsDlq.Journal.Postgres;
using OnsDlq.Journal.Tests.Samples;
using OnsDlq.Messages;
using OnsDlq.TestKit.Postgres;

namespace OnsDlq.Journal.Tests.Postgres;

/// <summary>The three roles that README gives the rights of: an owner, who makes the tables; a team, which uses them; an auditor, who reads.</summary>
public sealed class PostgresRightsTests : IAsyncLifetime
{
    private static int _count;

    private readonly string _suffix = Interlocked.Increment(ref _count).ToString(CultureInfo.InvariantCulture);
    private PostgresServer _server = null!;
    private string _database = "";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        _server = await PostgresServer.SharedAsync(Stop);
        _database = await _server.MakeDatabaseAsync(Stop);
        await SqlAsync($"CREATE ROLE owner{_suffix} LOGIN; CREATE ROLE team{_suffix} LOGIN; CREATE ROLE auditor{_suffix} LOGIN");
        await SqlAsync($"GRANT CREATE ON DATABASE {_database} TO owner{_suffix}; REVOKE ALL ON SCHEMA public FROM PUBLIC");
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task The_owner_makes_the_tables_and_the_team_uses_them()
    {
        await MakeAsync();

        var opened = await OpenAsync("team");

        Assert.False(opened.IsNew);
        await using var journal = opened.Journal;
        await journal.BeginRunAsync(Sample.Run, Stop);
        Assert.True(await journal.ClaimAsync(new(Sample.Key(), 0, Sample.Attempt("a1")), Stop));
        Assert.True(await journal.RenewAsync("a1", Sample.At(1), Sample.At(90), Stop));
        Assert.True(await journal.SettleAsync("a1", Sample.Outcome(ResendStatus.Accepted), null, Stop));
        await journal.BlockAsync(Sample.Key(2), new("by hand", "kim@box", Sample.Start, null), Stop);
        Assert.True(await journal.MoveBookmarkAsync(new("cn-hangzhou", "", "GID", "alert", ""), 0, Sample.Start, "", Stop));
        await journal.TakeSlotsAsync(new("1", "cn-hangzhou", "A"), 1, TimeSpan.FromSeconds(1), TimeProvider.System.GetUtcNow(), Stop);
        Assert.True(await journal.EndRunAsync("run-1", new(Sample.At(2), 0, null), Stop));
        Assert.NotNull(await ((IJournalUpkeep)journal).DescribeAsync(Stop));
    }

    [Fact]
    public async Task An_auditor_reads_and_writes_nothing()
    {
        await MakeAsync();
        await using (var journal = (await OpenAsync("team")).Journal)
        {
            await journal.BeginRunAsync(Sample.Run, Stop);
            await journal.ClaimAsync(new(Sample.Key(), 0, Sample.Attempt("a1")), Stop);
        }

        using var reader = (await new PostgresJournalOpener().OpenReaderAsync(Location("auditor"), Stop))!;

        Assert.Single((await reader.ReadAsync([Sample.Key()], Stop))[0].Attempts);
        Assert.Single(await reader.QueryAsync(new(), Stop).ToListAsync(Stop));
        Assert.Single(await reader.QueryRunsAsync(null, Stop).ToListAsync(Stop));
        Assert.Empty(await reader.ReadBlocksAsync(new(), Stop));
        Assert.Empty(await reader.ReadBookmarksAsync(Stop));
        Assert.Equal(PostgresSchema.Current.Version, (await ((IDescribedJournal)reader).DescribeAsync(Stop)).Schema);
        var refused = await Assert.ThrowsAsync<JournalException>(() => OpenAsync("auditor"));
        Assert.Equal(ErrorId.JournalUnwritable, refused.Id);
        Assert.Contains("attempt INSERT", refused.Message);
    }

    [Fact]
    public async Task Whoever_may_not_delete_clears_nothing_and_the_owner_may()
    {
        await MakeAsync();
        await using var journal = (await OpenAsync("team")).Journal;
        await journal.BeginRunAsync(Sample.Run, Stop);
        await journal.ClaimAsync(new(Sample.Key(), 0, Sample.Attempt("a1")), Stop);
        await journal.SettleAsync("a1", Sample.Outcome(ResendStatus.Accepted), null, Stop);
        Assert.Equal(1, (await ClearAsync(journal, isTrial: true)).Attempts);

        var refused = await Assert.ThrowsAsync<JournalException>(() => ClearAsync(journal));

        Assert.Equal(ErrorId.JournalUnwritable, refused.Id);
        Assert.Single((await journal.ReadAsync([Sample.Key()], Stop))[0].Attempts);
        await using var own = (await OpenAsync("owner")).Journal;
        Assert.Equal((1, 1), await ClearAsync(own) is var cleared ? (cleared.Attempts, cleared.Runs) : default);
    }

    [Fact]
    public async Task Whoever_may_not_make_the_tables_is_told_so_and_nothing_is_made()
    {
        var refused = await Assert.ThrowsAsync<JournalException>(() => OpenAsync("team"));

        Assert.Equal(ErrorId.JournalUnwritable, refused.Id);
        Assert.Equal("0", (await SqlAsync("SELECT count(*) FROM pg_namespace WHERE nspname = 'onsdlq'")).Trim());
        Assert.Null(await new PostgresJournalOpener().OpenReaderAsync(Location("auditor"), Stop));
    }

    [Fact]
    public async Task Whoever_may_not_read_the_tables_is_told_so()
    {
        await MakeAsync();
        await SqlAsync($"REVOKE SELECT ON ALL TABLES IN SCHEMA onsdlq FROM auditor{_suffix}");

        var refused = await Assert.ThrowsAsync<JournalException>(() => new PostgresJournalOpener().OpenReaderAsync(Location("auditor"), Stop));

        Assert.Equal(ErrorId.JournalUnreadable, refused.Id);
    }

    private JournalLocation Location(string role) => JournalLocation.Parse(_server.Uri(_database, role + _suffix));

    private Task<OpenedJournal> OpenAsync(string role) => new PostgresJournalOpener().OpenAsync(Location(role), Stop);

    private static async Task<ClearedRecords> ClearAsync(IResendJournal journal, bool isTrial = false) =>
        await journal.ClearAsync(Sample.At(10_000), isTrial, Stop).AggregateAsync((one, other) => one + other, Stop);

    private Task<string> SqlAsync(string sql) => _server.SqlAsync(sql, Stop, _database);

    // The statements of README.
    private async Task MakeAsync()
    {
        var opened = await OpenAsync("owner");
        Assert.True(opened.IsNew);
        await opened.Journal.DisposeAsync();
        await SqlAsync(
            $"""
            GRANT USAGE ON SCHEMA onsdlq TO team{_suffix}, auditor{_suffix};
            GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA onsdlq TO team{_suffix};
            GRANT SELECT ON ALL TABLES IN SCHEMA onsdlq TO auditor{_suffix};
            """);
    }
}
