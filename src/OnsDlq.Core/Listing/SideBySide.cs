using System.Runtime.CompilerServices;

namespace OnsDlq.Listing;

/// <summary>Does the same work for many items, several of them side by side, and gives the results in the order of the items.</summary>
internal static class SideBySide
{
    /// <summary>Works on items that are at hand; see the other overload.</summary>
    public static IAsyncEnumerable<IReadOnlyList<TResult>> InOrderAsync<TItem, TResult>(
        IEnumerable<TItem> items, Func<int> most, Func<TItem, CancellationToken, Task<TResult>> work, CancellationToken cancellationToken) =>
        InOrderAsync(EachAsync(items), most, work, cancellationToken);

    /// <summary>
    /// Works on items that arrive one by one. Results that are ready come together, so that a caller who does more with them can do that side by
    /// side, too. When the caller stops early, the work in flight is cancelled and awaited.
    /// </summary>
    /// <param name="items">The items.</param>
    /// <param name="most">Gives the most items that are worked on, or are done and wait for their turn; asked again before each item.</param>
    /// <param name="work">The work on one item.</param>
    /// <param name="cancellationToken">Cancels the work in flight.</param>
    public static async IAsyncEnumerable<IReadOnlyList<TResult>> InOrderAsync<TItem, TResult>(
        IAsyncEnumerable<TItem> items, Func<int> most, Func<TItem, CancellationToken, Task<TResult>> work,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var flying = new Queue<Task<TResult>>();
        var given = items.GetAsyncEnumerator(ending.Token);
        Task<bool>? next = given.MoveNextAsync().AsTask();
        try
        {
            while (next is not null || flying.Count > 0)
            {
                if (flying.TryPeek(out var first))
                {
                    var hasRoom = next is not null && flying.Count < most();
                    if (hasRoom) await Task.WhenAny(first, next!).ConfigureAwait(false);
                    else await ((Task)first).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                    if (!hasRoom || !next!.IsCompleted)
                    {
                        var ready = new List<TResult>();
                        while (flying.TryPeek(out var one) && one.IsCompletedSuccessfully) ready.Add(await flying.Dequeue().ConfigureAwait(false));
                        if (ready.Count > 0) yield return ready;
                        else await first.ConfigureAwait(false);
                        continue;
                    }
                }

                if (!await next!.ConfigureAwait(false))
                {
                    next = null;
                    continue;
                }

                flying.Enqueue(work(given.Current, ending.Token));
                next = given.MoveNextAsync().AsTask();
            }
        }
        finally
        {
            await ending.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll([.. flying, next ?? Task.CompletedTask]).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await given.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static async IAsyncEnumerable<TItem> EachAsync<TItem>(IEnumerable<TItem> items)
    {
        foreach (var item in items) yield return item;
        await Task.CompletedTask.ConfigureAwait(false);
    }
}
