using System.Runtime.CompilerServices;
using OnsDlq.Errors;
using OnsDlq.Messages;
using OnsDlq.Operations;
using OnsDlq.Transport;

namespace OnsDlq.Listing;

/// <summary>Lists the dead letters of a consumer group, one window of store times after the other.</summary>
/// <param name="client">The operations.</param>
/// <param name="context">The command's settings for its calls.</param>
/// <param name="latestEnd">
/// Gives the present end of a range that has no fixed end, since a better estimate of the service's clock may extend it: the listing then
/// continues up to there. Null for ranges with a fixed end.
/// </param>
internal sealed class DeadLetterReader(IDeadLetterClient client, CallContext context, Func<DateTimeOffset>? latestEnd = null)
{
    /// <summary>Entries a page: the most that the service gives (ons-api facts 1.1).</summary>
    internal const int PageSize = 50;

    /// <summary>The last page of a task that can be asked for (ons-api facts 1.1).</summary>
    internal const int LastPage = 50;

    // How often in a row a task may be lost or lack a page before its window is halved, or given up if it cannot be halved.
    private const int AskAgain = 3;
    private const int GiveUp = 8;

    /// <summary>
    /// Lists all that was stored within a range, each entry once, oldest store time first, entries of one ms in the order of the service, in
    /// batches of at most <see cref="PageSize"/>. Where the service shows only a part of a window, a batch that says so follows, and the listing
    /// goes on with what was stored later. While one window is given to the caller, only the next one is read ahead, so the memory does not grow
    /// with the listing.
    /// </summary>
    /// <param name="groupId">The consumer group.</param>
    /// <param name="instanceId">The instance; null where it is not known.</param>
    /// <param name="range">The range.</param>
    /// <param name="wanted">
    /// About how many entries are wanted, at least 1; null for all. Of a range that has more, only a part is read at first, and nothing ahead,
    /// so that a caller who stops there has caused few other calls; a caller who goes on still gets all.
    /// </param>
    /// <param name="cancellationToken">Ends the calls.</param>
    /// <exception cref="OnsDlqException">A call failed; the entries before it have been given.</exception>
    public async IAsyncEnumerable<ListingBatch> ListAsync(
        string groupId, string? instanceId, TimeRange range, int? wanted, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var windows = WindowsAsync(groupId, instanceId, Window.Of(range), wanted, stop.Token).GetAsyncEnumerator(CancellationToken.None);
        var next = windows.MoveNextAsync().AsTask();
        try
        {
            while (await next.ConfigureAwait(false))
            {
                var window = windows.Current;
                if (wanted is null) next = windows.MoveNextAsync().AsTask();
                foreach (var batch in window.Entries.Chunk(PageSize)) yield return new ListingBatch(batch);
                if (window.Gap is not null) yield return new ListingBatch([], window.Gap);
                if (wanted is not null) next = windows.MoveNextAsync().AsTask();
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await windows.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>The dead letter with this ID, or null where the group has none.</summary>
    /// <exception cref="ServiceException">The call failed.</exception>
    public Task<DeadLetter?> FindAsync(string groupId, string msgId, string? instanceId, CancellationToken cancellationToken) =>
        client.GetByIdAsync(groupId, msgId, instanceId, context, cancellationToken);

    /// <summary>The windows of a range, in order; a window of a single ms that has too many pages comes in several batches.</summary>
    private async IAsyncEnumerable<ListingBatch> WindowsAsync(
        string groupId, string? instanceId, Window range, int? wanted, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var plan = new ListingPlan(range, wanted);
        var seen = new SeenEntries();
        var setbacks = 0;
        while (true)
        {
            if (plan.Next() is not { } window)
            {
                if (latestEnd?.Invoke().ToUnixTimeMilliseconds() is not { } end || end <= range.To) yield break;
                range = new Window(range.To + 1, end);
                plan = new ListingPlan(range, wanted);
                continue;
            }

            var (first, last) = window.ToRange();
            var task = new WindowTask(client, context, new DeadLetterPageQuery(groupId, instanceId, first, last, 1, PageSize, TaskId: null));
            List<DeadLetter> entries = [.. await task.BeginAsync(cancellationToken).ConfigureAwait(false)];
            var hasTooMany = task.Pages > plan.MostPages;
            var isNarrowed = hasTooMany || (plan.BeginsWithLess(task.Pages) && PageOrder.IsOldestFirst(entries));
            if (isNarrowed && !window.IsIndivisible)
            {
                plan.Narrow(window, task.Pages, await CutAsync(task, entries, plan.Size, cancellationToken).ConfigureAwait(false));
                continue;
            }

            // Within one ms the order of pages does not matter, so they are given at once; those of a longer window have to be sorted first.
            while (task.CanGoOn)
            {
                if (hasTooMany)
                {
                    yield return new ListingBatch(Sort(entries));
                    entries.Clear();
                }

                entries.AddRange(await task.ReadAsync(hasTooMany ? WindowTask.Width : LastPage, cancellationToken).ConfigureAwait(false));
            }

            if (TryAgain(task, window, plan, ref setbacks)) continue;

            // Of a window that cannot be read completely, the available part is given, followed by the gap.
            var isGap = !task.IsWhole && task.Fault is null;
            yield return new ListingBatch(Sort(entries), isGap ? new IncompleteRange(groupId, window.ToRange(), task.Listed, task.Pages) : null);
            task.Fault?.Throw();
            plan.Complete(window, task.Pages);
            seen.GoOn();
            if (task.Pages > 1) setbacks = 0;
        }

        // A stable sort: entries of one ms stay in the service's order.
        IReadOnlyList<DeadLetter> Sort(List<DeadLetter> entries) => [.. entries.Where(seen.Add).OrderBy(entry => entry.StoreTimestamp)];
    }

    private static async Task<long?> CutAsync(
        WindowTask task, IReadOnlyList<DeadLetter> first, int size, CancellationToken cancellationToken)
    {
        if (PageOrder.TellingPage(first, task.Pages, size) is not { } page) return null;
        var telling = page == 1 ? first : await task.LookAsync(page, cancellationToken).ConfigureAwait(false);
        return telling is null ? null : PageOrder.Cut(first, telling, task.Pages, size);
    }

    // A task that is lost or lacks a page is started again. If that does not help, the window is halved: shorter windows need shorter tasks, and
    // those of one page need none.
    private static bool TryAgain(WindowTask task, Window window, ListingPlan plan, ref int setbacks)
    {
        if (task.IsWhole || task is { Fault: not null, IsForgotten: false }) return false;
        if ((task.IsForgotten || task.HasHole) && ++setbacks < (window.IsIndivisible && !task.HasHole ? GiveUp : AskAgain)) return true;
        if (window.IsIndivisible) return false;
        plan.Halve(window, task.Pages);
        setbacks = Math.Min(setbacks, AskAgain - 1);
        return true;
    }
}
