using System.Globalization;
using OnsDlq.Journal.Tests.Samples;
using OnsDlq.Messages;

namespace OnsDlq.Journal.Tests.Postgres;

/// <summary>How many transactions, each a round trip, the claims and settlements of senders take.</summary>
public sealed class PostgresBatchTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_sender_takes_one_transaction_a_message()
    {
        // No wait for another claim is ever over by this clock: what could share a transaction does.
        var schema = await TestSchema.MakeAsync(new() { Time = new CreepingClock() });
        await using var journal = await schema.OpenAsync();
        await journal.BeginRunAsync(Sample.Run, Stop);
        await schema.CountTransactionsAsync();

        var (settled, last) = (Task.FromResult(true), "");
        for (var number = 0; number < 20; number++)
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"a{number}");
            Assert.True(await journal.ClaimAsync(new(Sample.Key(number), 0, Sample.Attempt(id)) { After = last }, Stop));
            Assert.True(await settled);
            (settled, last) = (journal.SettleAsync(id, Sample.Outcome(ResendStatus.Accepted), null, Stop), id);
        }

        // The last settlement waits for a claim that does not come, until something else is to be written.
        await journal.EndRunAsync(Sample.Run.RunId, new(Sample.At(9), 0, null), Stop);
        Assert.True(await settled);
        Assert.Equal(21, await schema.TransactionsAsync());
    }

    [Fact]
    public async Task Claims_on_new_and_on_known_messages_share_a_transaction()
    {
        var schema = await TestSchema.MakeAsync(new() { Lanes = 1 });
        await using var journal = await schema.OpenAsync();
        await journal.BeginRunAsync(Sample.Run, Stop);
        foreach (var number in (int[])[1, 2]) await journal.BlockAsync(Sample.Key(number), new("x", "kim@box", Sample.Start, null), Stop);
        await schema.CountTransactionsAsync();
        await using var other = new Npgsql.NpgsqlConnection(schema.ConnectionString);
        await other.OpenAsync(Stop);
        await using var transaction = await other.BeginTransactionAsync(Stop);
        await OnsDlq.Journal.Postgres.Sql.ExecuteAsync(other, $"SELECT 1 FROM \"{schema.Name}\".message FOR UPDATE", Stop);

        // The first waits for its row, and the others for the only lane; the last one's version is wrong.
        var claims = new[] { (1, 1L), (2, 1), (3, 0), (4, 0), (5, 3) }.Select(claim => journal.ClaimAsync(
            new(Sample.Key(claim.Item1), claim.Item2, Sample.Attempt($"a{claim.Item1}")) { After = "" }, Stop)).ToArray();
        await transaction.RollbackAsync(Stop);

        var made = await Task.WhenAll(claims);
        Assert.Equal([true, true, true, true, false], made);
        Assert.Equal(2, await schema.TransactionsAsync());
    }

    /// <summary>A clock that moves by a thousandth of a ms whenever it is looked at, and whose timers never end.</summary>
    private sealed class CreepingClock : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => 1_000_000;

        public override long GetTimestamp() => Interlocked.Increment(ref _now);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            System.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }
}
