using System.Collections.Concurrent;
using OnsDlq.Journal.Tests.Samples;
using OnsDlq.Pace;

namespace OnsDlq.Journal.Tests.Contract;

public abstract partial class JournalContract
{
    private static readonly PaceKey Pace = new("LTAI-sample", "cn-hangzhou", "OnsDLQMessageResendById");

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentDictionary<int, SharedPace> _paces = new();

    [Fact]
    public async Task The_first_slot_is_now_and_the_next_an_interval_later()
    {
        Assert.Equal(Sample.At(0), await TakeAsync(1, Sample.At(0)));
        Assert.Equal(Sample.At(0.1), await TakeAsync(3, Sample.At(0)));
        Assert.Equal(Sample.At(0.4), await TakeAsync(1, Sample.At(0.05)));
    }

    [Fact]
    public async Task Slots_that_passed_untaken_are_not_made_up_for()
    {
        await TakeAsync(1, Sample.At(0));

        Assert.Equal(Sample.At(60), await TakeAsync(1, Sample.At(60)));
        Assert.Equal(Sample.At(60.1), await TakeAsync(1, Sample.At(60)));
    }

    [Fact]
    public async Task A_slot_is_kept_to_the_tick_whatever_the_offset_it_was_asked_with()
    {
        var now = new DateTimeOffset(Sample.At(0).AddTicks(7).DateTime.AddHours(8), TimeSpan.FromHours(8));

        Assert.Equal(Sample.At(0).AddTicks(7), await Journal.TakeSlotsAsync(Pace, 1, TimeSpan.FromTicks(3), now, Stop));
        Assert.Equal(Sample.At(0).AddTicks(10), await Journal.TakeSlotsAsync(Pace, 1, TimeSpan.FromTicks(3), now, Stop));
    }

    [Fact]
    public async Task Each_key_operation_and_realm_has_a_pace_of_its_own()
    {
        await TakeAsync(100, Sample.At(0));
        await Journal.ChangePaceAsync(Pace, PaceState.Free, new(Interval, Sample.At(9), Sample.At(1)), Stop);

        foreach (var other in new[] { Pace with { Account = "other" }, Pace with { Realm = "other" }, Pace with { Action = "other" } })
        {
            Assert.Equal(Sample.At(0), await Journal.TakeSlotsAsync(other, 1, Interval, Sample.At(0), Stop));
            Assert.Equal(PaceState.Free, await Journal.ReadPaceAsync(other, Stop));
        }
    }

    [Fact]
    public async Task Slots_of_many_takers_are_never_closer_than_the_interval_nor_before_now()
    {
        await using var other = await OpenAsync(Stop);
        IResendJournal[] journals = [Journal, other];

        var taken = await Task.WhenAll(Enumerable.Range(0, 200).Select(number => Task.Run(
            async () =>
            {
                var (now, count) = (Sample.At(number * 0.03), 1 + (number % 4));
                var first = await journals[number % 2].TakeSlotsAsync(Pace, count, Interval, now, Stop);
                return (Now: now, Slots: Enumerable.Range(0, count).Select(slot => first + (slot * Interval)).ToArray());
            },
            Stop)));

        Assert.All(taken, take => Assert.True(take.Slots[0] >= take.Now));
        var slots = taken.SelectMany(take => take.Slots).Order().ToArray();
        Assert.All(slots.Zip(slots.Skip(1)), pair => Assert.True(pair.Second - pair.First >= Interval));
    }

    [Fact]
    public async Task A_pace_nobody_slowed_is_free() => Assert.Equal(PaceState.Free, await Journal.ReadPaceAsync(Pace, Stop));

    [Fact]
    public async Task A_pace_is_changed_by_whoever_knows_how_it_stands()
    {
        var slowed = new PaceState(TimeSpan.FromTicks(1_234_567), Sample.At(5).AddTicks(1), Sample.At(1).AddTicks(9));
        var slower = slowed with { SlowedTo = TimeSpan.FromSeconds(1) };

        Assert.True(await Journal.ChangePaceAsync(Pace, PaceState.Free, slowed, Stop));
        Assert.Equal(slowed, await Journal.ReadPaceAsync(Pace, Stop));
        Assert.False(await Journal.ChangePaceAsync(Pace, PaceState.Free, slower, Stop));
        Assert.False(await Journal.ChangePaceAsync(Pace, slowed with { ChangedAt = slowed.ChangedAt.AddTicks(1) }, slower, Stop));
        Assert.Equal(slowed, await Journal.ReadPaceAsync(Pace, Stop));
        Assert.True(await Journal.ChangePaceAsync(Pace, slowed, slower, Stop));
        Assert.Equal(slower, await Journal.ReadPaceAsync(Pace, Stop));
    }

    [Fact]
    public async Task Of_many_who_change_a_pace_at_once_one_does()
    {
        await using var other = await OpenAsync(Stop);
        IResendJournal[] journals = [Journal, other];

        var changed = await Task.WhenAll(Enumerable.Range(0, 32).Select(number => Task.Run(
            () => journals[number % 2].ChangePaceAsync(Pace, PaceState.Free, new(Interval * number, Sample.At(number), Sample.At(0)), Stop), Stop)));

        Assert.Single(changed, won => won);
    }

    [Fact]
    public async Task Slots_and_the_state_of_a_pace_do_not_disturb_each_other()
    {
        var slowed = new PaceState(Interval, Sample.At(5), Sample.At(1));
        await TakeAsync(2, Sample.At(0));
        Assert.True(await Journal.ChangePaceAsync(Pace, PaceState.Free, slowed, Stop));

        Assert.Equal(Sample.At(0.2), await TakeAsync(1, Sample.At(0)));
        Assert.Equal(slowed, await Journal.ReadPaceAsync(Pace, Stop));
    }

    [Fact]
    public async Task A_slot_from_before_a_clock_was_set_back_is_forgotten()
    {
        await TakeAsync(1, Sample.At(3600));

        Assert.Equal(Sample.At(0), await TakeAsync(1, Sample.At(0)));
        Assert.Equal(Sample.At(0.1), await TakeAsync(1, Sample.At(0)));
    }

    [Fact]
    public async Task Calls_of_four_who_share_a_pace_leave_at_slots_an_interval_apart()
    {
        await using var other = await OpenAsync(Stop);
        IPaceStore[] journals = [Journal, other];
        var call = new PacedCall(Pace.Account, Pace.Action, TimeSpan.FromMilliseconds(4));

        var left = await Task.WhenAll(Enumerable.Range(0, 16).Select(number => Task.Run(
            async () =>
            {
                // Four rate limiters with four callers each, two on each opening of the journal.
                var pace = _paces.GetOrAdd(number % 4, place => new SharedPace(
                    Pace.Realm, new PaceSource(_ => ValueTask.FromResult<IPaceStore?>(journals[place % 2]), TimeProvider.System), TimeProvider.System));
                var slots = new List<DateTimeOffset>();
                while (slots.Count < 12)
                {
                    var slot = await pace.TakeAsync(call, Stop);
                    if (await pace.LeaveAsync(slot, Stop)) slots.Add(slot.At);
                }

                return slots;
            },
            Stop)));

        var all = left.SelectMany(slots => slots).Order().ToArray();
        Assert.Equal(16 * 12, all.Length);
        Assert.All(all.Zip(all.Skip(1)), pair => Assert.True(pair.Second - pair.First >= call.Interval));
    }

    private Task<DateTimeOffset> TakeAsync(int count, DateTimeOffset now) => Journal.TakeSlotsAsync(Pace, count, Interval, now, Stop);
}
