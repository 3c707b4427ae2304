using System.Globalization;
using OnsDlq.Errors;
using OnsDlq.Journal.Tests.Samples;
using OnsDlq.Messages;
using OnsDlq.Moving;
using OnsDlq.Pace;

namespace OnsDlq.Journal.Tests.Moving;

/// <summary>Records move from one journal to another, whatever kinds they are; every class that derives from this one is a pair of kinds.</summary>
public abstract partial class MoveContract : IAsyncLifetime
{
    private static readonly PaceKey Pace = new("123", "cn-hangzhou", "OnsDLQMessageResendById");

    private int _moves;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private IMovableJournal Source { get; set; } = null!;

    private IMovableJournal Destination { get; set; } = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() =>
        (Source, Destination) = ((IMovableJournal)await OpenSourceAsync(), (IMovableJournal)await OpenDestinationAsync());

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Source.DisposeAsync();
        await Destination.DisposeAsync();
        CleanUp();
    }

    /// <summary>Opens the journal whose records move; every call gives another one on the same storage.</summary>
    private protected abstract Task<IResendJournal> OpenSourceAsync();

    /// <summary>Opens the journal that takes them.</summary>
    private protected abstract Task<IResendJournal> OpenDestinationAsync();

    /// <summary>Deletes the storage of the test.</summary>
    private protected virtual void CleanUp()
    {
    }

    [Fact]
    public async Task Everything_moves_and_a_second_time_nothing()
    {
        await FillAsync(Source);
        var before = await JournalContent.OfAsync(Source, Stop);

        var moved = await MoveAsync();

        Assert.Equal(before, await JournalContent.OfAsync(Destination, Stop));
        Assert.Equal(before, await JournalContent.OfAsync(Source, Stop));
        Assert.Equal((5, 5, 2, 2, 1, 1), (moved.Attempts, moved.Outcomes, moved.Runs, moved.Blocks, moved.Bookmarks, moved.InFlight));
        Assert.Equal(TimeSpan.FromSeconds(0.5), (await Destination.ReadPaceAsync(Pace, Stop)).SlowedTo);

        Assert.Equal(new MergedRecords(0, InFlight: 1), await MoveAsync());
        Assert.Equal(before, await JournalContent.OfAsync(Destination, Stop));
    }

    [Fact]
    public async Task More_than_a_page_moves_in_its_order()
    {
        await Source.BeginRunAsync(Sample.Run, Stop);
        await Task.WhenAll(Enumerable.Range(0, 1203).Select(number => ClaimAsync(Source, string.Create(CultureInfo.InvariantCulture, $"a{number}"), number)));
        var before = await JournalContent.OfAsync(Source, Stop);

        Assert.Equal(1203, (await MoveAsync()).Attempts);

        Assert.Equal(before, await JournalContent.OfAsync(Destination, Stop));
    }

    [Fact]
    public async Task A_journal_that_was_moved_takes_the_outcomes_of_holders_and_the_ends_of_runs_and_refuses_everything_else()
    {
        await FillAsync(Source);
        await MoveAsync();
        var version = (await ReadAsync(Source, 4)).Version;

        await RefusesAsync(Source, ErrorId.JournalMoved, version);

        Assert.True(await Source.SettleAsync("live", Sample.Outcome(ResendStatus.Accepted, at: 50), null, Stop));
        Assert.True(await Source.EndRunAsync("run-2", new(Sample.At(60), 0, null), Stop));
        await Source.TakeSlotsAsync(Pace, 1, TimeSpan.FromSeconds(1), Sample.Start, Stop);
    }

    [Fact]
    public async Task What_is_told_late_is_carried_over_while_others_send()
    {
        await FillAsync(Source);
        await MoveAsync();
        await Destination.BeginRunAsync(Sample.Run with { RunId = "there" }, Stop);
        Assert.True(await ClaimAsync(Destination, "b1", 77, run: "there"));
        await Source.SettleAsync("live", Sample.Outcome(ResendStatus.Accepted, at: 50), null, Stop);
        await Source.EndRunAsync("run-2", new(Sample.At(60), 3, "Ctrl+C"), Stop);

        var claims = new List<Task<bool>>();
        var moved = await MoveAsync(() => claims.Add(ClaimAsync(Destination, FormattableString.Invariant($"c{claims.Count}"), 100 + claims.Count, run: "there")));

        Assert.Equal(new MergedRecords(0, Outcomes: 1), moved);
        Assert.All(await Task.WhenAll(claims), Assert.True);
        Assert.Equal(ResendStatus.Accepted, Assert.Single((await ReadAsync(Destination, 4)).Attempts).Outcome!.Status);
        Assert.Equal(new RunEnd(Sample.At(60), 3, "Ctrl+C"), await EndOfAsync(Destination, "run-2"));
    }

    [Theory]
    [InlineData(ResendStatus.Accepted, ResendStatus.Accepted)]
    [InlineData(ResendStatus.Rejected, ResendStatus.Rejected)]
    [InlineData(ResendStatus.Unknown, ResendStatus.Unknown)]
    internal async Task A_late_holder_is_heard_after_its_claim_was_given_up_in_the_other_journal(ResendStatus late, ResendStatus counts)
    {
        await FillAsync(Source);
        await MoveAsync();
        var version = (await ReadAsync(Destination, 4)).Version;
        Assert.True(await Destination.SettleAsync("live", AttemptOutcome.Abandoned(Sample.At(1000)), version, Stop));
        await Source.SettleAsync("live", Sample.Outcome(late, at: 50), null, Stop);

        await MoveAsync();

        var history = await ReadAsync(Destination, 4);
        Assert.Equal(counts, Assert.Single(history.Attempts).Outcome!.Status);
        Assert.Equal([ResendStatus.Unknown, late], history.Attempts[0].Outcomes.Select(outcome => outcome.Status));
        Assert.True(history.Version > version + 1);
    }

    [Fact]
    public async Task No_outcome_is_weakened()
    {
        await FillAsync(Source);
        await MoveAsync();
        await Destination.SettleAsync("live", AttemptOutcome.Abandoned(Sample.At(1000)), (await ReadAsync(Destination, 4)).Version, Stop);
        await Destination.SettleAsync(
            "live", Sample.Outcome(ResendStatus.Accepted, 1100, OutcomeSource.Evidence), (await ReadAsync(Destination, 4)).Version, Stop);
        await Source.SettleAsync("live", Sample.Outcome(ResendStatus.Rejected, at: 50), null, Stop);

        await MoveAsync();

        var attempt = Assert.Single((await ReadAsync(Destination, 4)).Attempts);
        Assert.Equal(3, attempt.Outcomes.Count);
        Assert.Equal(ResendStatus.Accepted, attempt.Outcome!.Status);
    }

    [Fact]
    public async Task A_move_that_is_cut_off_keeps_both_from_sending_until_it_is_done()
    {
        await FillAsync(Source);
        var before = await JournalContent.OfAsync(Source, Stop);
        var parts = 0;

        await Assert.ThrowsAsync<OperationCanceledException>(() => MoveAsync(() =>
        {
            if (++parts == 2) throw new OperationCanceledException();
        }));

        await RefusesAsync(Source, ErrorId.JournalMoved, (await ReadAsync(Source, 4)).Version);
        Assert.Equal(ErrorId.JournalMoveUnfinished, (await Assert.ThrowsAsync<JournalException>(() => ClaimAsync(Destination, "b1", 77))).Id);
        Assert.Contains(Source.Location.Split('@')[^1], (await DescribeAsync(Destination)).Trouble, StringComparison.Ordinal);
        Assert.Equal(5, (await MoveAsync()).Attempts);
        Assert.Equal(before, await JournalContent.OfAsync(Destination, Stop));
        Assert.True(await ClaimAsync(Destination, "b1", 77));
        Assert.Null((await DescribeAsync(Destination)).Trouble);
    }

    [Fact]
    public async Task Back_again_what_was_done_meanwhile_counts()
    {
        await FillAsync(Source);
        await MoveAsync();
        await Destination.BlockAsync(Sample.Key(9), null, Stop);
        await Destination.BlockAsync(Sample.Key(8), new("new", "lee@hub", Sample.At(70), null), Stop);
        await Destination.BeginRunAsync(Sample.Run with { RunId = "there" }, Stop);
        await ClaimAsync(Destination, "b1", 77, run: "there");
        await Destination.SettleAsync("b1", Sample.Outcome(ResendStatus.Accepted, at: 90), null, Stop);
        await Source.SettleAsync("live", Sample.Outcome(ResendStatus.Accepted, at: 50), null, Stop);

        var moved = await MoveAsync(Destination, Source);

        Assert.Equal((1, 1, 1), (moved.Attempts, moved.Runs, moved.Outcomes));
        Assert.Equal([(Sample.Key(8), "new"), (Sample.Key(3), "handled")], (await Source.ReadBlocksAsync(new(), Stop)).Select(block => (block.Key, block.Block.Reason)));
        Assert.Equal(ResendStatus.Accepted, Assert.Single((await ReadAsync(Source, 4)).Attempts).Outcome!.Status);
        Assert.True(await ClaimAsync(Source, "a9", 79));
        await RefusesAsync(Destination, ErrorId.JournalMoved, (await ReadAsync(Destination, 4)).Version);

        // And there once more.
        Assert.Equal(1, (await MoveAsync()).Attempts);
        Assert.True(await ClaimAsync(Destination, "b9", 80));
    }

    [Fact]
    public async Task Of_two_claims_on_one_message_neither_goes_on()
    {
        await FillAsync(Source);
        await Destination.BeginRunAsync(Sample.Run with { RunId = "there" }, Stop);
        Assert.True(await ClaimAsync(Destination, "b1", 4, run: "there"));

        await MoveAsync();

        Assert.False(await Destination.RenewAsync("b1", Sample.At(20), Sample.At(80), Stop));
        var history = await ReadAsync(Destination, 4);
        Assert.Equal([("b1", null), ("live", ResendStatus.Unknown)], history.Attempts.Select(attempt => (attempt.AttemptId, attempt.Outcome?.Status)));
        Assert.True(await Destination.SettleAsync("b1", Sample.Outcome(ResendStatus.Rejected, at: 30), null, Stop));
        await Source.SettleAsync("live", Sample.Outcome(ResendStatus.Accepted, at: 50), null, Stop);
        await MoveAsync();
        Assert.Equal(
            [ResendStatus.Rejected, ResendStatus.Accepted], (await ReadAsync(Destination, 4)).Attempts.Select(attempt => attempt.Outcome!.Status));
    }

    [Fact]
    public async Task Where_both_are_in_use_what_protects_more_counts()
    {
        await FillAsync(Source);
        await Destination.BlockAsync(Sample.Key(9), new("theirs", "lee@hub", Sample.At(1), Sample.At(2)), Stop);
        await Destination.BlockAsync(Sample.Key(3), new("for good", "lee@hub", Sample.At(1), null), Stop);
        await Destination.MoveBookmarkAsync(Bookmark, 0, Sample.At(5), "later", Stop);
        await Destination.ChangePaceAsync(Pace, PaceState.Free, new(TimeSpan.FromSeconds(0.2), Sample.At(900), Sample.At(0)), Stop);

        var moved = await MoveAsync();

        Assert.Equal((1, 1), (moved.Blocks, moved.Bookmarks));
        Assert.Equal(
            [(Sample.Key(3), "for good"), (Sample.Key(9), "hostile")],
            (await Destination.ReadBlocksAsync(new(), Stop)).Select(block => (block.Key, block.Block.Reason)).OrderBy(block => block.Key.MsgId));
        Assert.Equal((Sample.At(0), "seen"), (await Destination.ReadBookmarkAsync(Bookmark, Stop)) is { } kept ? (kept.Until, kept.Seen) : default);
        var pace = await Destination.ReadPaceAsync(Pace, Stop);
        Assert.Equal((TimeSpan.FromSeconds(0.5), Sample.At(900)), (pace.SlowedTo, pace.HoldUntil));
    }

    [Fact]
    public async Task Every_claim_that_was_made_has_moved()
    {
        await Source.BeginRunAsync(Sample.Run, Stop);
        await using var second = await OpenSourceAsync();
        var made = new System.Collections.Concurrent.ConcurrentBag<string>();
        var senders = Enumerable.Range(0, 8).Select(sender => Task.Run(async () =>
        {
            for (var number = 0; ; number++)
            {
                var id = string.Create(CultureInfo.InvariantCulture, $"s{sender}-{number}");
                try
                {
                    Assert.True(await ClaimAsync(sender % 2 == 0 ? Source : second, id, (sender * 100_000) + number));
                }
                catch (JournalException exception) when (exception.Id == ErrorId.JournalMoved)
                {
                    return;
                }

                made.Add(id);
            }
        })).ToArray();
        while (made.Count < 100 && !Array.Exists(senders, sender => sender.IsFaulted)) await Task.Yield();

        await MoveAsync();

        await Task.WhenAll(senders);
        var there = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var recorded in Destination.QueryAsync(new(), Stop)) there.Add(recorded.Attempt.AttemptId);
        Assert.Equal(made.Order(StringComparer.Ordinal), there.Order(StringComparer.Ordinal));
    }

    private Task<MergedRecords> MoveAsync(Action? between = null) => MoveAsync(Source, Destination, between);

    private Task<MergedRecords> MoveAsync(IMovableJournal source, IMovableJournal destination, Action? between = null, Func<string>? newId = null) =>
        new JournalMover(source, destination, TimeProvider.System, "kim@box", newId ?? NewId).MoveAsync(_ => between?.Invoke(), Stop);

    private string NewId() => string.Create(CultureInfo.InvariantCulture, $"move-{Interlocked.Increment(ref _moves)}");

    private static async Task<MessageHistory> ReadAsync(IMovableJournal journal, int number) =>
        Assert.Single(await journal.ReadAsync([Sample.Key(number)], Stop));

    private static Task<bool> ClaimAsync(IResendJournal journal, string id, int number, string run = "run-1") =>
        journal.ClaimAsync(new(Sample.Key(number), 0, Sample.Attempt(id, run)) { EntriesSeen = [Sample.Stored(-number)] }, Stop);

    private static Task<ResendJournal> DescribeAsync(IMovableJournal journal) => ((IJournalUpkeep)journal).DescribeAsync(Stop);

    private static async Task<RunEnd?> EndOfAsync(IMovableJournal journal, string runId)
    {
        await foreach (var run in journal.QueryRunsAsync(runId, Stop)) return run.End;
        return null;
    }
}
