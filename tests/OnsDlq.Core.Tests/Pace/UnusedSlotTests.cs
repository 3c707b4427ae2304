using Microsoft.Extensions.Time.Testing;
using OnsDlq.Pace;

namespace OnsDlq.Core.Tests.Pace;

/// <summary>Time slots of messages that turn out to be claimed by another process.</summary>
public sealed class UnusedSlotTests
{
    private static readonly PacedCall Call = new("key", "A", TimeSpan.FromMilliseconds(100));

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly SharedPace _pace;

    public UnusedSlotTests()
    {
        var journal = new ProcessPaceStore();
        _pace = new("realm", new(_ => ValueTask.FromResult<IPaceStore?>(journal), _time), _time);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_slot_that_was_given_back_is_used_by_the_next_call_and_by_one_alone()
    {
        var slot = await _pace.TakeAsync(Call, Cancel);

        _pace.GiveBack(slot);

        Assert.Equal(slot.At, (await _pace.TakeAsync(Call, Cancel)).At);
        Assert.False(_pace.TakeAsync(Call, Cancel).AsTask().IsCompleted);
    }

    [Fact]
    public async Task It_is_used_without_waiting_behind_those_who_wait_for_later_ones()
    {
        var slot = await _pace.TakeAsync(Call, Cancel);
        var waiting = _pace.TakeAsync(Call, Cancel).AsTask();

        _pace.GiveBack(slot);

        Assert.Equal(slot.At, (await _pace.TakeAsync(Call, Cancel)).At);
        Assert.False(waiting.IsCompleted);
    }

    [Fact]
    public async Task A_slot_that_has_passed_meanwhile_is_not_used()
    {
        var slot = await _pace.TakeAsync(Call, Cancel);
        _pace.GiveBack(slot);
        _time.Advance(TimeSpan.FromMilliseconds(51));

        var taking = _pace.TakeAsync(Call, Cancel).AsTask();
        _time.Advance(TimeSpan.FromMilliseconds(49));

        Assert.Equal(slot.At + Call.Interval, (await taking).At);
    }

    [Fact]
    public async Task A_slot_of_a_faster_call_is_not_used_by_a_slower_one()
    {
        var slot = await _pace.TakeAsync(Call with { Interval = TimeSpan.FromMilliseconds(10) }, Cancel);
        _pace.GiveBack(slot);

        Assert.NotEqual(slot.At, (await TakeAsync(Call)).At);
    }

    [Fact]
    public async Task Nothing_leaves_at_a_slot_given_back_once_calls_are_held()
    {
        var slot = await _pace.TakeAsync(Call, Cancel);
        await _pace.ThrottledAsync(slot, TimeSpan.FromSeconds(2));
        _pace.GiveBack(slot);

        Assert.False(await _pace.LeaveAsync(await _pace.TakeAsync(Call, Cancel), Cancel));
    }

    private async Task<PaceSlot> TakeAsync(PacedCall call)
    {
        var taking = _pace.TakeAsync(call, Cancel).AsTask();
        while (!taking.IsCompleted) _time.Advance(TimeSpan.FromMilliseconds(1));
        return await taking;
    }
}
