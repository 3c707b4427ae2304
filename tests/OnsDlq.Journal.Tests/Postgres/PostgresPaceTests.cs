using System.Globalization;
using OnsDlq.Journal.Postgres;
using OnsDlq.Pace;

namespace OnsDlq.Journal.Tests.Postgres;

/// <summary>One pace for machines whose clocks differ.</summary>
public sealed class PostgresPaceTests
{
    private static readonly PaceKey Key = new("1234567890123456", "cn-hangzhou", "OnsDLQMessageResendById");
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Machines_whose_clocks_are_a_minute_apart_take_slots_one_after_the_other()
    {
        var schema = await TestSchema.MakeAsync();
        var (right, fast) = (new ShiftedClock(TimeSpan.Zero), new ShiftedClock(TimeSpan.FromMinutes(1)));
        await using var one = await OpenAsync(schema, right);
        await using var other = await OpenAsync(schema, fast);

        var waits = new List<TimeSpan>();
        for (var taken = 0; taken < 3; taken++)
        {
            foreach (var (journal, clock) in new[] { (other, fast), (one, right) })
            {
                var now = clock.GetUtcNow();
                waits.Add(await journal.TakeSlotsAsync(Key, 1, Interval, now, Stop) - now);
            }
        }

        // Each waits for its own turn by its own clock: the first not at all, the next a second, and so on.
        for (var turn = 0; turn < waits.Count; turn++)
            Assert.InRange(waits[turn], (turn * Interval) - TimeSpan.FromSeconds(0.9), (turn * Interval) + TimeSpan.FromSeconds(0.2));
    }

    [Fact]
    public async Task A_hold_that_one_machine_sets_lasts_as_long_on_the_other()
    {
        var schema = await TestSchema.MakeAsync();
        var (right, slow) = (new ShiftedClock(TimeSpan.Zero), new ShiftedClock(TimeSpan.FromMinutes(-1)));
        await using var one = await OpenAsync(schema, right);
        await using var other = await OpenAsync(schema, slow);
        var now = slow.GetUtcNow();
        var held = new PaceState(TimeSpan.FromMilliseconds(125), now.AddSeconds(30), now);

        Assert.True(await other.ChangePaceAsync(Key, PaceState.Free, held, Stop));

        var seen = await one.ReadPaceAsync(Key, Stop);
        Assert.InRange(seen.HoldUntil - right.GetUtcNow(), TimeSpan.FromSeconds(25), TimeSpan.FromSeconds(31));
        Assert.True(await one.ChangePaceAsync(Key, seen, PaceState.Free, Stop));
        Assert.Equal(PaceState.Free, await other.ReadPaceAsync(Key, Stop));
    }

    [Fact]
    public async Task A_clock_that_is_set_while_a_journal_is_open_is_noticed_with_the_next_slot()
    {
        var schema = await TestSchema.MakeAsync();
        var clock = new ShiftedClock(TimeSpan.Zero);
        await using var journal = await OpenAsync(schema, clock);
        clock.Ahead = TimeSpan.FromMinutes(-1);
        await journal.TakeSlotsAsync(Key, 1, Interval, clock.GetUtcNow(), Stop);

        // By then it is known that the server's clock is a minute ahead of this one.
        var held = new PaceState(Interval, clock.GetUtcNow(), clock.GetUtcNow());
        Assert.True(await journal.ChangePaceAsync(Key, PaceState.Free, held, Stop));

        var ticks = (await schema.SqlAsync($"SELECT hold_until - (extract(epoch FROM clock_timestamp()) * 10000000)::bigint FROM \"{schema.Name}\".pace")).Trim();
        Assert.InRange(TimeSpan.FromTicks(long.Parse(ticks, CultureInfo.InvariantCulture)), TimeSpan.FromSeconds(-10), TimeSpan.FromSeconds(1));
    }

    private static async Task<IResendJournal> OpenAsync(TestSchema schema, TimeProvider clock) =>
        (await new PostgresJournalOpener(schema.Rules with { Time = clock }).OpenAsync(schema.Location, Stop)).Journal;

    private sealed class ShiftedClock(TimeSpan ahead) : TimeProvider
    {
        public TimeSpan Ahead { get; set; } = ahead;

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Ahead;
    }
}
