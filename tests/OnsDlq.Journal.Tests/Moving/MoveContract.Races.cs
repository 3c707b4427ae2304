using OnsDlq.Errors;
using OnsDlq.Journal.Tests.Samples;
using OnsDlq.Messages;
using OnsDlq.Moving;

namespace OnsDlq.Journal.Tests.Moving;

public abstract partial class MoveContract
{
    [Fact]
    public async Task Of_two_moves_in_opposite_directions_one_is_refused()
    {
        await BeginBothAsync();
        using var begun = new SemaphoreSlim(0);
        using var goOn = new SemaphoreSlim(0);
        Task<MergedRecords>? back = null;

        // One has planned; before it closes anything, the other one comes as far as its first part.
        var refused = await Assert.ThrowsAsync<JournalException>(() => MoveAsync(Source, Destination, null, () =>
        {
            back = Task.Run(() => MoveAsync(Destination, Source, () => Wait(begun, goOn), () => "back"));
            begun.Wait(Stop);
            return "there";
        }));
        goOn.Release(100);
        await back!;

        Assert.Equal(ErrorId.JournalMoveUnfinished, refused.Id);
        Assert.True(await ClaimAsync(Source, "x1", 50));
        Assert.Equal(ErrorId.JournalMoved, (await Assert.ThrowsAsync<JournalException>(() => ClaimAsync(Destination, "x2", 50, "there"))).Id);
    }

    [Fact]
    public async Task What_is_being_filled_does_not_begin_to_move_on()
    {
        await BeginBothAsync();
        await using var third = (IMovableJournal)await OpenThirdAsync();
        using var begun = new SemaphoreSlim(0);
        using var goOn = new SemaphoreSlim(0);
        Task<MergedRecords>? first = null;

        await Assert.ThrowsAsync<JournalException>(() => MoveAsync(Destination, third, null, () =>
        {
            first = Task.Run(() => MoveAsync(Source, Destination, () => Wait(begun, goOn), () => "first"));
            begun.Wait(Stop);
            return "second";
        }));
        goOn.Release(100);
        await first!;

        Assert.True(await ClaimAsync(Destination, "x1", 50, "there"));
        Assert.Null((await DescribeAsync(third)).Trouble);
    }

    [Fact]
    public async Task A_mover_that_comes_too_late_to_its_end_opens_nothing()
    {
        await BeginBothAsync();
        await MoveAsync();
        await MoveAsync(Destination, Source);
        var back = (await Source.ReadMovesAsync(Stop)).Single(move => move.Direction == MoveDirection.From);
        await MoveAsync();

        Assert.False(await Source.EndMoveAsync(back, Sample.At(0), isComplete: true, Stop));

        Assert.Equal(ErrorId.JournalMoved, (await Assert.ThrowsAsync<JournalException>(() => ClaimAsync(Source, "x1", 50))).Id);
    }

    [Fact]
    public async Task A_mover_that_comes_too_late_with_its_records_changes_nothing()
    {
        await BeginBothAsync();
        await MoveAsync();
        var isFirst = true;

        await Assert.ThrowsAsync<JournalException>(() => MoveAsync(Destination, Source, () =>
        {
            if (!isFirst) return;
            isFirst = false;
            MoveAsync(Destination, Source).Wait(Stop);
            Source.BlockAsync(Sample.Key(7), new("paid by hand", "kim@box", Sample.At(1), null), Stop).Wait(Stop);
        }));

        Assert.Single(await Source.ReadBlocksAsync(new(), Stop));
    }

    [Fact]
    public async Task A_second_mover_that_was_killed_keeps_nobody_out()
    {
        await BeginBothAsync();
        await MoveAsync(Source, Destination, null, () =>
        {
            // It has the same plan, and comes no further than this.
            var other = new JournalMove("other", MoveDirection.From, Source.Identity!, Source.Location, Sample.At(0), "lee@hub");
            Destination.BeginMoveAsync(other, Stop).Wait(Stop);
            return "mine";
        });
        Assert.True(await ClaimAsync(Destination, "x1", 50, "there"));

        // The same after the end.
        await Destination.BeginMoveAsync(new("late", MoveDirection.From, Source.Identity!, Source.Location, Sample.At(0), "lee@hub"), Stop);
        await MoveAsync();
        Assert.True(await ClaimAsync(Destination, "x2", 51, "there"));
    }

    [Fact]
    public async Task Back_from_a_journal_to_which_not_all_had_come_nothing_is_removed()
    {
        await BeginBothAsync();
        await Source.BlockAsync(Sample.Key(3), new("handled", "kim@box", Sample.At(1), null), Stop);
        await Assert.ThrowsAsync<OperationCanceledException>(() => MoveAsync(() => throw new OperationCanceledException()));
        await RepairAsync(Destination);

        await MoveAsync(Destination, Source);

        Assert.Single(await Source.ReadBlocksAsync(new(), Stop));
    }

    [Fact]
    public async Task Late_outcomes_follow_over_two_moves()
    {
        await BeginBothAsync();
        await using var third = (IMovableJournal)await OpenThirdAsync();
        await ClaimAsync(Source, "live", 4);
        await MoveAsync();
        await MoveAsync(Destination, third);
        await Source.SettleAsync("live", Sample.Outcome(ResendStatus.Accepted, at: 50), null, Stop);

        await MoveAsync();
        await MoveAsync(Destination, third);

        Assert.Equal(ResendStatus.Accepted, Assert.Single((await ReadAsync(third, 4)).Attempts).Outcome!.Status);
    }

    [Fact]
    public async Task A_claim_that_was_given_up_is_no_longer_in_flight()
    {
        await BeginBothAsync();
        await ClaimAsync(Source, "live", 4);
        Assert.Equal(1, (await MoveAsync()).InFlight);
        await Destination.SettleAsync("live", AttemptOutcome.Abandoned(Sample.At(1000)), (await ReadAsync(Destination, 4)).Version, Stop);

        Assert.Equal(0, (await MoveAsync()).InFlight);
    }

    [Fact]
    public async Task Back_with_a_new_claim_on_a_message_whose_claim_was_in_flight()
    {
        await BeginBothAsync();
        await ClaimAsync(Source, "x1", 4);
        await MoveAsync();
        await Destination.SettleAsync("x1", AttemptOutcome.Abandoned(Sample.At(1000)), (await ReadAsync(Destination, 4)).Version, Stop);
        Assert.True(await Destination.ClaimAsync(new(Sample.Key(4), (await ReadAsync(Destination, 4)).Version, Sample.Attempt("x2", "there", at: 5)), Stop));

        await MoveAsync(Destination, Source);

        Assert.Equal(
            [ResendStatus.Unknown, null], (await ReadAsync(Source, 4)).Attempts.Select(attempt => attempt.Outcome?.Status));
    }

    private async Task BeginBothAsync()
    {
        await Source.BeginRunAsync(Sample.Run, Stop);
        await Destination.BeginRunAsync(Sample.Run with { RunId = "there" }, Stop);
    }

    private static void Wait(SemaphoreSlim begun, SemaphoreSlim goOn)
    {
        begun.Release();
        goOn.Wait(Stop);
    }
}
