using System.Threading.Channels;
using OnsDlq.Listing;

namespace OnsDlq.Core.Tests.Listing;

public sealed class SideBySideTests
{
    private readonly TaskCompletionSource<int>[] _gates =
        [.. Enumerable.Range(0, 6).Select(_ => new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously))];

    private readonly List<int> _begun = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Results_come_in_the_order_of_the_items_and_those_that_are_ready_come_together()
    {
        await using var results = SideBySide.InOrderAsync(Enumerable.Range(0, 4), () => 3, WorkAsync, Cancellation).GetAsyncEnumerator(Cancellation);

        var first = results.MoveNextAsync();
        Assert.Equal([0, 1, 2], _begun);
        _gates[2].SetResult(2);
        _gates[1].SetResult(1);
        Assert.False(first.IsCompleted);
        _gates[0].SetResult(0);

        Assert.True(await first);
        Assert.Equal([0, 1, 2], results.Current);
        _gates[3].SetResult(3);
        Assert.True(await results.MoveNextAsync());
        Assert.Equal([3], results.Current);
        Assert.False(await results.MoveNextAsync());
    }

    [Fact]
    public async Task A_result_does_not_wait_for_an_item_that_has_not_arrived()
    {
        var items = Channel.CreateUnbounded<int>();
        items.Writer.TryWrite(0);
        _gates[0].SetResult(0);
        await using var results = SideBySide.InOrderAsync(items.Reader.ReadAllAsync(Cancellation), () => 3, WorkAsync, Cancellation)
            .GetAsyncEnumerator(Cancellation);

        Assert.True(await results.MoveNextAsync());
        Assert.Equal([0], results.Current);
        items.Writer.Complete();
        Assert.False(await results.MoveNextAsync());
    }

    [Fact]
    public async Task Whoever_stops_early_cancels_what_is_in_flight_and_waits_for_it()
    {
        var ended = 0;
        _gates[0].SetResult(0);
        await foreach (var ready in SideBySide.InOrderAsync(Enumerable.Range(0, 6), () => 3, async (item, token) =>
        {
            try
            {
                return await WorkAsync(item, token);
            }
            finally
            {
                Interlocked.Increment(ref ended);
            }
        }, Cancellation))
        {
            Assert.Equal([0], ready);
            break;
        }

        Assert.Equal(_begun.Count, ended);
        Assert.InRange(_begun.Count, 1, 4);
    }

    [Fact]
    public async Task A_failure_comes_after_the_results_before_it()
    {
        var seen = new List<int>();

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(async () =>
        {
            var results = SideBySide.InOrderAsync(
                Enumerable.Range(0, 3), () => 3, (item, _) => item == 1 ? Task.FromException<int>(new InvalidOperationException("1")) : Task.FromResult(item), Cancellation);
            await foreach (var ready in results) seen.AddRange(ready);
        });

        Assert.Equal("1", failure.Message);
        Assert.Equal([0], seen);
    }

    private Task<int> WorkAsync(int item, CancellationToken cancellationToken)
    {
        _begun.Add(item);
        cancellationToken.Register(() => _gates[item].TrySetCanceled(cancellationToken));
        return _gates[item].Task;
    }
}
