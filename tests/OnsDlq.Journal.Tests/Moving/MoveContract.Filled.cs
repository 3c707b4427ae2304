using OnsDlq.Errors;
using OnsDlq.Journal.Tests.Samples;
using OnsDlq.Messages;
using OnsDlq.Moving;
using OnsDlq.Pace;

namespace OnsDlq.Journal.Tests.Moving;

public abstract partial class MoveContract
{
    private static readonly BookmarkKey Bookmark = new("cn-hangzhou", "MQ_INST_1", "GID_orders", "default", "");

    private static readonly QueueKey Queue = QueueKey.Of(Sample.Key());

    [Fact]
    public async Task A_journal_moves_to_one_place_and_not_to_itself()
    {
        await FillAsync(Source);
        await MoveAsync();
        var third = (IMovableJournal)await OpenThirdAsync();
        await using (third)
        {
            Assert.Equal(ErrorId.JournalMoved, (await Assert.ThrowsAsync<JournalException>(() => MoveAsync(Source, third))).Id);
            Assert.Equal(ErrorId.JournalMoved, (await Assert.ThrowsAsync<JournalException>(() => MoveAsync(third, Source))).Id);
        }

        Assert.Equal(ErrorId.MoveRefused, (await Assert.ThrowsAsync<JournalException>(() => MoveAsync(Source, Source))).Id);
        Assert.Null((await DescribeAsync(Destination)).Trouble);
    }

    [Fact]
    public async Task What_is_being_filled_moves_nowhere()
    {
        await FillAsync(Source);
        await Assert.ThrowsAsync<OperationCanceledException>(() => MoveAsync(() => throw new OperationCanceledException()));
        var third = (IMovableJournal)await OpenThirdAsync();
        await using (third)
        {
            var error = await Assert.ThrowsAsync<JournalException>(() => MoveAsync(Destination, third));

            Assert.Equal(ErrorId.JournalMoveUnfinished, error.Id);
            Assert.Null((await DescribeAsync(third)).Trouble);
        }
    }

    [Fact]
    public async Task A_person_can_give_up_a_move_and_the_gap_is_recorded()
    {
        await FillAsync(Source);
        await Assert.ThrowsAsync<OperationCanceledException>(() => MoveAsync(() => throw new OperationCanceledException()));

        Assert.True(await RepairAsync(Destination));
        Assert.True(await RepairAsync(Source));

        Assert.Equal(Sample.At(2000), (await ReadAsync(Destination, 1)).Gap);
        Assert.Equal(Sample.At(2000), (await ReadAsync(Source, 1)).Gap);
        await Destination.BeginRunAsync(Sample.Run with { RunId = "there" }, Stop);
        Assert.True(await ClaimAsync(Destination, "b1", 77, run: "there"));
        Assert.True(await ClaimAsync(Source, "a9", 78));
        Assert.False(await RepairAsync(Source));

        // What was given up can be done after all, with everything that it brings.
        var moved = await MoveAsync();
        Assert.Equal((6, 2, 1), (moved.Attempts, moved.Blocks, moved.Bookmarks));
    }

    [Fact]
    public async Task What_was_given_up_in_the_destination_alone_arrives_whole_the_next_time()
    {
        await FillAsync(Source);
        await Assert.ThrowsAsync<OperationCanceledException>(() => MoveAsync(() => throw new OperationCanceledException()));
        Assert.True(await RepairAsync(Destination));

        var moved = await MoveAsync();

        Assert.Equal((5, 2, 1), (moved.Attempts, moved.Blocks, moved.Bookmarks));
        Assert.Null((await DescribeAsync(Destination)).Trouble);
    }

    /// <summary>Opens a third journal, of the destination's kind.</summary>
    private protected abstract Task<IResendJournal> OpenThirdAsync();

    private static Task<bool> RepairAsync(IMovableJournal journal) =>
        ((IJournalUpkeep)journal).RepairAsync(Sample.At(2000), Sample.At(1000), "kim@box", "the other one is gone", Stop);

    private static async Task FillAsync(IMovableJournal journal)
    {
        await journal.BeginRunAsync(Sample.Run with { RequestsPerSecond = 12.5 }, Stop);
        await journal.BeginRunAsync(Sample.Run with { RunId = "run-2", StartedAt = Sample.At(5), User = "lee@hub", Reason = null }, Stop);
        await ClaimAsync(journal, "a1", 1);
        await journal.SettleAsync("a1", Odd(), null, Stop);
        await ClaimAsync(journal, "a2", 2);
        await journal.SettleAsync("a2", Sample.Outcome(ResendStatus.Unknown, at: 3), null, Stop);
        await journal.SettleAsync(
            "a2", Sample.Outcome(ResendStatus.Accepted, 4, OutcomeSource.Person), (await ReadAsync(journal, 2)).Version, Stop);
        await journal.ClaimAsync(
            new(Sample.Key(3), 0, Sample.Attempt("a3") with
            {
                Lifted = [SkipReason.Blocked, SkipReason.MaxRounds],
                Topic = "orders",
                BornTime = Sample.At(-500),
                IsListed = false,
                NewestEntrySeen = Sample.Stored(-20),
            })
            {
                EntriesSeen = [Sample.Stored(-30), Sample.Stored(-20)],
            },
            Stop);
        await journal.SettleAsync("a3", Sample.Outcome(ResendStatus.Rejected, at: 2), null, Stop);
        await ClaimAsync(journal, "live", 4, "run-2");
        await journal.RenewAsync("live", Sample.At(9), Sample.At(99), Stop);
        await journal.BeginCanaryAsync(
            new() { CanaryId = "c1", Queue = Queue, RunId = "run-2", Size = 2, BegunAt = Sample.At(0), Deadline = Sample.At(300) }, Stop);
        await journal.ClaimAsync(new(Sample.Key(2), (await ReadAsync(journal, 2)).Version, Sample.Attempt("a5", at: 10) with { CanaryId = "c1", Round = 2 }), Stop);
        await journal.SettleAsync("a5", Sample.Outcome(ResendStatus.Accepted, at: 12), null, Stop);
        await journal.RecordEvidenceAsync(
            [new("a5", new() { Verdict = EvidenceVerdict.Consumed, FoundAt = Sample.At(40), EventAt = Sample.At(20), Client = "10.0.0.1@77", Queries = 2 })], Stop);
        await journal.RecordSampleAsync(new("run-1", Sample.At(41), 4, 1, 42, ["a1", "a2"]), Stop);
        await journal.EndRunAsync("run-1", new(Sample.At(50), 7, "Breaker"), Stop);
        await journal.BlockAsync(Sample.Key(9), new("hostile", "kim@box", Sample.At(0), Sample.At(3600)), Stop);
        await journal.BlockAsync(Sample.Key(3), new("handled", "kim@box", Sample.At(1), Sample.At(7200)), Stop);
        await journal.MoveBookmarkAsync(Bookmark, 0, Sample.At(0), "seen", Stop);
        await journal.ChangePaceAsync(Pace, PaceState.Free, new(TimeSpan.FromSeconds(0.5), Sample.At(10), Sample.At(0)), Stop);
    }

    private static AttemptOutcome Odd() => new()
    {
        Status = ResendStatus.Failed,
        Source = OutcomeSource.Holder,
        At = Sample.At(2.5),
        RequestId = "R-1",
        ErrorCode = "Some.Code",
        ErrorMessage = "It's \"odd\" – 消息;\0\r\n--",
        FailedMsgId = ["0A1", "0A2"],
        Tries = 3,
    };

    private static async Task RefusesAsync(IMovableJournal journal, ErrorId id, long version)
    {
        var refused = new Func<Task>[]
        {
            () => ClaimAsync(journal, "x1", 90),
            () => journal.RenewAsync("live", Sample.At(20), Sample.At(80), Stop),
            () => journal.BeginRunAsync(Sample.Run with { RunId = "x" }, Stop),
            () => journal.BlockAsync(Sample.Key(5), new("x", "x", Sample.At(0), null), Stop),
            () => journal.SettleAsync("live", AttemptOutcome.Abandoned(Sample.At(1000)), version, Stop),
            () => journal.RecordEvidenceAsync([new("a1", new() { Verdict = EvidenceVerdict.Consumed, FoundAt = Sample.At(0) })], Stop),
            () => journal.RecordSampleAsync(new("run-1", Sample.At(90), 4, 1, 43, ["a1"]), Stop),
            () => journal.BeginCanaryAsync(
                new() { CanaryId = "x", Queue = Queue with { GroupId = "x" }, RunId = "run-2", Size = 2, BegunAt = Sample.At(0), Deadline = Sample.At(1) }, Stop),
            () => journal.ContinueCanaryAsync("c1", 5, Sample.At(900), Stop),
            () => journal.EndCanaryAsync("c1", CanaryState.Passed, Sample.At(90), "x", Stop),
            () => journal.MoveBookmarkAsync(Bookmark, 1, Sample.At(90), "x", Stop),
            () => journal.ClaimAsync(new(Sample.Key(91), 0, Sample.Attempt("x2") with { CanaryId = "c1" }), Stop),
            async () => await journal.ClearAsync(Sample.At(86_400 * 40), isTrial: false, Stop).CountAsync(Stop),
        };
        foreach (var change in refused) Assert.Equal(id, (await Assert.ThrowsAsync<JournalException>(change)).Id);
    }
}
