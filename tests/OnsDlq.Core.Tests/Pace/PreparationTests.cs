using Microsoft.Extensions.Time.Testing;
using OnsDlq.Pace;

namespace OnsDlq.Core.Tests.Pace;

/// <summary>Calls that take long to prepare, as their claims do where the journal is far away or busy.</summary>
public sealed class PreparationTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly SlowStore _journal;
    private readonly SharedPace _pace;

    public PreparationTests()
    {
        _journal = new(new ProcessPaceStore(), _time);
        _pace = new("realm", new(_ => ValueTask.FromResult<IPaceStore?>(_journal), _time), _time);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(20, 120)]
    [InlineData(100, 120)]
    [InlineData(1000, 700)]
    public async Task Calls_that_take_long_to_prepare_soon_begin_so_early_that_they_use_their_slots(int interval, int takes)
    {
        var left = await CallAsync(TimeSpan.FromMilliseconds(interval), takes, calls: 20);

        Assert.All(left.Skip(4), Assert.True);
    }

    [Fact]
    public async Task A_journal_that_is_slow_to_tell_whether_calls_are_held_soon_makes_no_call_late()
    {
        _journal.Takes = TimeSpan.FromMilliseconds(120);

        var left = await CallAsync(TimeSpan.FromMilliseconds(200), takes: 0, calls: 12);

        Assert.All(left.Skip(4), Assert.True);
    }

    [Fact]
    public async Task Calls_that_are_prepared_in_no_time_are_not_given_their_turn_earlier()
    {
        await CallAsync(TimeSpan.FromMilliseconds(100), takes: 120, calls: 5);
        var left = await CallAsync(TimeSpan.FromMilliseconds(100), takes: 0, calls: 40);
        var slot = await PassUntilAsync(_pace.TakeAsync(Call(TimeSpan.FromMilliseconds(100)), Cancel).AsTask());

        Assert.All(left, Assert.True);
        var before = _time.GetTimestamp();
        Assert.True(await PassUntilAsync(_pace.LeaveAsync(slot, Cancel).AsTask()));
        Assert.InRange(_time.GetElapsedTime(before), TimeSpan.Zero, PaceRule.RangeLength);
    }

    // One call after the other; gives which of them left at their slot.
    private async Task<List<bool>> CallAsync(TimeSpan interval, int takes, int calls)
    {
        var left = new List<bool>();
        while (left.Count < calls)
        {
            var slot = await PassUntilAsync(_pace.TakeAsync(Call(interval), Cancel).AsTask());
            for (var ms = 0; ms < takes; ms++) Pass();
            left.Add(await PassUntilAsync(_pace.LeaveAsync(slot, Cancel).AsTask()));
        }

        return left;
    }

    private static PacedCall Call(TimeSpan interval) => new("key", "A", interval);

    private async Task<T> PassUntilAsync<T>(Task<T> task)
    {
        while (!task.IsCompleted) Pass();
        return await task;
    }

    private void Pass() => _time.Advance(TimeSpan.FromMilliseconds(1));

    /// <summary>A journal that takes a while to tell the state of a pace.</summary>
    private sealed class SlowStore(IPaceStore inner, TimeProvider time) : IPaceStore
    {
        public TimeSpan Takes { get; set; }

        public Task<DateTimeOffset> TakeSlotsAsync(
            PaceKey key, int count, TimeSpan interval, DateTimeOffset now, CancellationToken cancellationToken) =>
            inner.TakeSlotsAsync(key, count, interval, now, cancellationToken);

        public async Task<PaceState> ReadPaceAsync(PaceKey key, CancellationToken cancellationToken)
        {
            if (Takes > TimeSpan.Zero) await Task.Delay(Takes, time, cancellationToken).ConfigureAwait(false);
            return await inner.ReadPaceAsync(key, cancellationToken).ConfigureAwait(false);
        }

        public Task<bool> ChangePaceAsync(PaceKey key, PaceState expected, PaceState state, CancellationToken cancellationToken) =>
            inner.ChangePaceAsync(key, expected, state, cancellationToken);
    }
}
