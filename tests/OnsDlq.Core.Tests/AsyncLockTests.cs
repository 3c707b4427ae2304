namespace OnsDlq.Core.Tests;

public sealed class AsyncLockTests
{
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(30);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Several_who_ask_hold_it_one_after_the_other_in_the_order_of_asking(bool inline)
    {
        var (gate, order, inside) = (new AsyncLock(inline), new List<int>(), 0);
        var first = await gate.EnterAsync(Cancel);
        var others = Enumerable.Range(0, 20).Select(HoldAsync).ToArray();

        first.Dispose();
        await Task.WhenAll(others).WaitAsync(Guard, Cancel);

        Assert.Equal(Enumerable.Range(0, 20), order);

        async Task HoldAsync(int number)
        {
            using (await gate.EnterAsync(Cancel))
            {
                Assert.Equal(1, Interlocked.Increment(ref inside));
                order.Add(number);
                await Task.Yield();
                Interlocked.Decrement(ref inside);
            }
        }
    }

    [Fact]
    public async Task Whoever_gives_up_waiting_leaves_the_way_free()
    {
        var gate = new AsyncLock();
        using var given = new CancellationTokenSource();
        var first = await gate.EnterAsync(Cancel);
        var second = gate.EnterAsync(given.Token).AsTask();
        var third = gate.EnterAsync(Cancel).AsTask();

        await given.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second.WaitAsync(Guard, Cancel));
        Assert.False(third.IsCompleted);

        first.Dispose();
        (await third.WaitAsync(Guard, Cancel)).Dispose();
    }

#if NET10_0_OR_GREATER
    // .NET 8 resumes a reader of a channel on another thread, whatever the options of the channel are.
    [Fact]
    public async Task Handed_over_inline_the_next_holder_has_begun_when_the_earlier_one_goes_on()
    {
        var gate = new AsyncLock(handsOverInline: true);
        var first = await gate.EnterAsync(Cancel);
        var second = HoldAsync();

        first.Dispose();

        Assert.True(second.IsCompleted);
        Assert.Equal(Environment.CurrentManagedThreadId, await second);

        async Task<int> HoldAsync()
        {
            using (await gate.EnterAsync(Cancel).ConfigureAwait(false)) return Environment.CurrentManagedThreadId;
        }
    }
#endif
}
