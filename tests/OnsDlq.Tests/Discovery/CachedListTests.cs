using Microsoft.Extensions.Time.Testing;
using OnsDlq.Completion;

namespace OnsDlq.Tests.Discovery;

public sealed class CachedListTests
{
    private readonly FakeTimeProvider _time = new();
    private int _fetched;

    [Fact]
    public void A_list_is_kept_for_a_minute()
    {
        var list = Remember(_ => Task.FromResult<IReadOnlyList<int>>([_fetched]));

        Assert.Equal([1], list.Get());
        _time.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal([1], list.Get());
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal([2], list.Get());
    }

    [Fact]
    public void A_failure_leaves_what_was_known_and_is_not_repeated_for_a_while()
    {
        var list = Remember(_ => _fetched is 1 or 3 ? Task.FromResult<IReadOnlyList<int>>([_fetched]) : throw new InvalidOperationException());

        Assert.Equal([1], list.Get());
        _time.Advance(CachedList<int>.Freshness);
        Assert.Equal([1], list.Get());
        Assert.Equal([1], list.Get());
        Assert.Equal(2, _fetched);
        _time.Advance(CachedList<int>.Pause);
        Assert.Equal([3], list.Get());
    }

    [Fact]
    public async Task A_call_that_never_ends_is_given_up_so_that_another_can_be_made()
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var list = Remember(
            async cancellationToken =>
            {
                await using var _ = cancellationToken.UnsafeRegister(_ => ended.SetResult(), null);
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
                return [];
            },
            patience: TimeSpan.Zero);

        Assert.Empty(list.Get());
        while (!ended.Task.IsCompleted)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }
    }

    // The clock does not advance, so every caller waits until the answer has arrived.
    private CachedList<int> Remember(Func<CancellationToken, Task<IReadOnlyList<int>>> fetch, TimeSpan? patience = null) => new(
        cancellationToken =>
        {
            _fetched++;
            return fetch(cancellationToken);
        },
        _time,
        patience ?? TimeSpan.FromSeconds(1));
}
