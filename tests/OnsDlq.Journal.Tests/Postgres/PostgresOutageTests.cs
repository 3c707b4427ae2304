using System.Globalization;
using OnsDlq.Errors;
using OnsDlq.Journal.Postgres;
using OnsDlq.Journal.Tests.Samples;
using OnsDlq.Messages;
using OnsDlq.TestKit.Postgres;

namespace OnsDlq.Journal.Tests.Postgres;

/// <summary>A journal whose database goes away, over a network that the test cuts.</summary>
public sealed class PostgresOutageTests : IAsyncLifetime
{
    private readonly PostgresRules _rules = new()
    {
        StatementTimeout = TimeSpan.FromMilliseconds(900),
        ConnectTimeout = TimeSpan.FromSeconds(1),
        Patience = TimeSpan.FromSeconds(20),
    };
    private readonly PostgresRules _patient = new()
    {
        StatementTimeout = TimeSpan.FromMinutes(5),
        ConnectTimeout = TimeSpan.FromMinutes(5),
        Patience = TimeSpan.FromMinutes(5),
        LastTry = TimeSpan.FromMilliseconds(500),
        Farewell = TimeSpan.FromMilliseconds(500),
    };
    private PostgresServer _server = null!;
    private TestSchema _schema = null!;
    private TcpProxy _network = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        _server = await PostgresServer.SharedAsync(Stop);
        _schema = await TestSchema.MakeAsync(_rules);
        _network = new(_server.Port);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_network is not null) await _network.DisposeAsync();
    }

    [Theory]
    [InlineData(nameof(TcpCut.Answers))]
    [InlineData(nameof(TcpCut.DropAnswers))]
    [InlineData(nameof(TcpCut.Drop))]
    [InlineData(nameof(TcpCut.Refuse))]
    public async Task A_claim_whose_connection_is_lost_is_made_once_when_the_database_is_back(string cut)
    {
        await using var journal = await OpenAsync();
        await journal.ClaimAsync(new(Sample.Key(1), 0, Sample.Attempt("a1")) { After = "" }, Stop);
        _network.Cut = Enum.Parse<TcpCut>(cut);

        var claims = Enumerable.Range(2, 2).Select(number => journal.ClaimAsync(new(Sample.Key(number), 0, Sample.Attempt($"a{number}")) { After = "" }, Stop)).ToArray();
        await AwayAsync(journal);
        _network.Cut = TcpCut.None;

        Assert.All(await Task.WhenAll(claims), Assert.True);
        var histories = await journal.ReadAsync([.. Enumerable.Range(1, 3).Select(number => Sample.Key(number))], Stop);
        Assert.All(histories, history => Assert.Null(Assert.Single(history.Attempts).Outcome));
        Assert.Equal("3", (await _schema.SqlAsync($"SELECT count(*) FROM \"{_schema.Name}\".attempt WHERE live")).Trim());
    }

    [Theory]
    [InlineData(nameof(TcpCut.Answers))]
    [InlineData(nameof(TcpCut.Refuse))]
    public async Task A_settlement_whose_connection_is_lost_is_written_once(string cut)
    {
        await using var journal = await OpenAsync();
        await journal.ClaimAsync(new(Sample.Key(), 0, Sample.Attempt("a1")), Stop);
        _network.Cut = Enum.Parse<TcpCut>(cut);

        var settled = journal.SettleAsync("a1", Sample.Outcome(ResendStatus.Accepted), null, Stop);
        await AwayAsync(journal);
        _network.Cut = TcpCut.None;

        Assert.True(await settled);
        Assert.Equal(ResendStatus.Accepted, Assert.Single(Assert.Single((await journal.ReadAsync([Sample.Key()], Stop))[0].Attempts).Outcomes).Status);
    }

    [Fact]
    public async Task The_beginning_and_the_end_of_a_run_are_recorded_once_when_the_answer_is_lost()
    {
        await using var journal = await OpenAsync();
        _network.Cut = TcpCut.Answers;
        var begun = journal.BeginRunAsync(Sample.Run with { RunId = "run-2" }, Stop);
        await AwayAsync(journal);
        _network.Cut = TcpCut.None;
        await begun;

        _network.Cut = TcpCut.Answers;
        var ended = journal.EndRunAsync("run-2", new(Sample.At(3), 1, null), Stop);
        await AwayAsync(journal);
        _network.Cut = TcpCut.None;

        Assert.True(await ended);
        Assert.Equal(2, await journal.QueryRunsAsync(null, Stop).CountAsync(Stop));
    }

    [Fact]
    public async Task What_a_person_decided_is_not_repeated_where_the_answer_is_lost()
    {
        await using var journal = await OpenAsync();
        await journal.ClaimAsync(new(Sample.Key(), 0, Sample.Attempt("a1")), Stop);
        await journal.SettleAsync("a1", Sample.Outcome(ResendStatus.Unknown), null, Stop);
        _network.Cut = TcpCut.Answers;

        var refused = await Assert.ThrowsAsync<JournalException>(
            () => journal.SettleAsync("a1", Sample.Outcome(ResendStatus.Rejected, source: OutcomeSource.Person), 2, Stop));

        Assert.Equal(ErrorId.JournalUnreachable, refused.Id);
        Assert.Contains("may have been made", refused.Message);
    }

    [Fact]
    public async Task Nothing_may_leave_while_the_database_is_away()
    {
        await using var journal = await OpenAsync();
        await journal.CheckAsync(Stop);
        _network.Cut = TcpCut.Refuse;
        var claim = journal.ClaimAsync(new(Sample.Key(), 0, Sample.Attempt("a1")), Stop);
        await AwayAsync(journal);

        var check = journal.CheckAsync(Stop).AsTask();

        Assert.False(check.IsCompleted);
        _network.Cut = TcpCut.None;
        await check;
        Assert.True(await claim);
    }

    [Fact]
    public async Task A_claim_that_was_given_up_is_released_as_not_sent_once_the_database_is_back()
    {
        await using var journal = await OpenAsync(_rules with { Patience = TimeSpan.Zero });
        _network.Cut = TcpCut.Answers;

        var refused = await Assert.ThrowsAsync<JournalException>(() => journal.ClaimAsync(new(Sample.Key(), 0, Sample.Attempt("a1")), Stop));

        Assert.Equal(ErrorId.JournalUnreachable, refused.Id);
        _network.Cut = TcpCut.None;
        var released = await SettledAsync("a1");
        Assert.Equal((ResendStatus.Rejected, OutcomeSource.Holder), (released.Status, released.Source));
    }

    [Fact]
    public async Task An_outcome_that_could_not_be_written_is_written_by_the_next_opening_of_the_journal()
    {
        var opener = new PostgresJournalOpener(_rules with { Schema = _schema.Name, Patience = TimeSpan.Zero, Farewell = TimeSpan.FromMilliseconds(50) });
        await using (var journal = (await opener.OpenAsync(Location, Stop)).Journal)
        {
            await journal.BeginRunAsync(Sample.Run, Stop);
            await journal.ClaimAsync(new(Sample.Key(), 0, Sample.Attempt("a1")), Stop);
            _network.Cut = TcpCut.Refuse;
            _network.Break();
            await Assert.ThrowsAsync<JournalException>(() => journal.SettleAsync("a1", Sample.Outcome(ResendStatus.Accepted), null, Stop));
        }

        _network.Cut = TcpCut.None;
        await using var again = (await opener.OpenAsync(Location, Stop)).Journal;

        Assert.Equal(ResendStatus.Accepted, (await SettledAsync("a1")).Status);
    }

    // The patience and the limit of a statement are longer than the test waits.
    [Theory]
    [InlineData(nameof(TcpCut.Answers), true)]
    [InlineData(nameof(TcpCut.DropAnswers), true)]
    [InlineData(nameof(TcpCut.Drop), false)]
    [InlineData(nameof(TcpCut.Refuse), false)]
    public async Task After_a_stop_a_claim_waits_no_longer_for_the_database_and_one_that_was_made_is_released_as_not_sent(string cut, bool isMade)
    {
        await using var journal = await OpenAsync(_patient);
        _network.Cut = Enum.Parse<TcpCut>(cut);
        var claim = journal.ClaimAsync(new(Sample.Key(), 0, Sample.Attempt("a1")), Stop);
        await _network.LosesAsync(1, Stop);

        journal.ShortenWaits(TimeSpan.FromMilliseconds(20));

        var refused = await Assert.ThrowsAsync<JournalException>(() => claim.WaitAsync(TimeSpan.FromSeconds(20), Stop));
        Assert.Equal(ErrorId.JournalUnreachable, refused.Id);
        _network.Cut = TcpCut.None;
        _network.Break();
        if (isMade) Assert.Equal((ResendStatus.Rejected, OutcomeSource.Holder), await SettledAsync("a1") is var told ? (told.Status, told.Source) : default);
        else Assert.True(await journal.ClaimAsync(new(Sample.Key(), 0, Sample.Attempt("a2")), Stop));
    }

    [Theory]
    [InlineData(nameof(TcpCut.DropAnswers))]
    [InlineData(nameof(TcpCut.Refuse))]
    public async Task After_a_stop_an_outcome_is_written_once_the_database_is_back(string cut)
    {
        await using var journal = await OpenAsync(_patient);
        await journal.ClaimAsync(new(Sample.Key(), 0, Sample.Attempt("a1")), Stop);
        _network.Cut = Enum.Parse<TcpCut>(cut);
        var settled = journal.SettleAsync("a1", Sample.Outcome(ResendStatus.Accepted), null, Stop);
        await _network.LosesAsync(1, Stop);
        journal.ShortenWaits(TimeSpan.FromMilliseconds(20));
        var ended = journal.EndRunAsync(Sample.Run.RunId, new(Sample.At(3), 1, null), Stop);

        await Assert.ThrowsAsync<JournalException>(() => settled.WaitAsync(TimeSpan.FromSeconds(20), Stop));
        await Assert.ThrowsAsync<JournalException>(() => ended.WaitAsync(TimeSpan.FromSeconds(20), Stop));
        _network.Cut = TcpCut.None;
        _network.Break();

        Assert.Equal(ResendStatus.Accepted, (await SettledAsync("a1")).Status);
    }

    [Fact]
    public async Task After_a_stop_a_database_that_is_there_is_written_to_as_ever()
    {
        await using var journal = await OpenAsync(_patient);
        journal.ShortenWaits(TimeSpan.Zero);

        Assert.True(await journal.ClaimAsync(new(Sample.Key(), 0, Sample.Attempt("a1")), Stop));
        Assert.Single((await journal.ReadAsync([Sample.Key()], Stop))[0].Attempts);
        Assert.True(await journal.SettleAsync("a1", Sample.Outcome(ResendStatus.Accepted), null, Stop));
        Assert.True(await journal.EndRunAsync(Sample.Run.RunId, new(Sample.At(3), 0, null), Stop));
    }

    [Fact]
    public async Task Closing_waits_for_no_statement_that_hangs()
    {
        var journal = await OpenAsync(_patient);
        await journal.ClaimAsync(new(Sample.Key(), 0, Sample.Attempt("a1")), Stop);
        _network.Cut = TcpCut.Drop;
        var settled = journal.SettleAsync("a1", Sample.Outcome(ResendStatus.Accepted), null, Stop);
        await _network.LosesAsync(1, Stop);
        journal.ShortenWaits(TimeSpan.Zero);
        await Assert.ThrowsAsync<JournalException>(() => settled.WaitAsync(TimeSpan.FromSeconds(20), Stop));

        await journal.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20), Stop);
    }

    [Fact]
    public async Task A_journal_that_was_closed_is_not_waited_for()
    {
        var journal = await OpenAsync();
        await journal.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => journal.ReadAsync([Sample.Key()], Stop));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => journal.ReadPaceAsync(new("1", "cn-hangzhou", "A"), Stop));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => journal.ClaimAsync(new(Sample.Key(), 0, Sample.Attempt("a1")), Stop));
    }

    [Fact]
    public async Task A_journal_that_cannot_be_reached_is_refused_at_once()
    {
        _network.Cut = TcpCut.Refuse;

        var refused = await Assert.ThrowsAsync<JournalException>(OpenAsync);

        Assert.Equal((ErrorId.JournalUnreachable, Location.Address), (refused.Id, refused.Location));
    }

    private JournalLocation Location => JournalLocation.Parse(string.Create(CultureInfo.InvariantCulture, $"postgresql://postgres@127.0.0.1:{_network.Port}/postgres"));

    private Task<IResendJournal> OpenAsync() => OpenAsync(_rules);

    private async Task<IResendJournal> OpenAsync(PostgresRules rules)
    {
        var journal = (await new PostgresJournalOpener(rules with { Schema = _schema.Name }).OpenAsync(Location, Stop)).Journal;
        await journal.BeginRunAsync(Sample.Run, Stop);
        return journal;
    }

    // Until the journal has noticed that the database is away.
    private static Task AwayAsync(IResendJournal journal) => Until.IsTrueAsync(() => Task.FromResult(((PostgresJournal)journal).IsAway));

    private async Task<AttemptOutcome> SettledAsync(string attemptId)
    {
        await using var other = await _schema.OpenAsync();
        AttemptOutcome? outcome = null;
        await Until.IsTrueAsync(async () =>
        {
            outcome = (await other.QueryAsync(new() { AttemptId = attemptId }, Stop).SingleOrDefaultAsync(Stop))?.Attempt.Outcome;
            return outcome is not null;
        });
        return outcome!;
    }
}
