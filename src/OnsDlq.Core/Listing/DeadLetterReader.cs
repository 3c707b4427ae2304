using System.Runtime.CompilerServices;
using OnsDlq.Errors;
using OnsDlq.Messages;
using OnsDlq.Operations;
using OnsDlq.Transport;

namespace OnsDlq.Listing;

/// <summary>Lists the dead letters of a consumer group, window by window.</summary>
/// <param name="client">The operations.</param>
/// <param name="context">What the command says about its calls.</param>
/// <param name="latestEnd">
/// Gives the end of a range that was asked for to its end of time, as it is known by then: a range that ends before it is listed on to there.
/// Null where ranges end where they say.
/// </param>
internal sealed class DeadLetterReader(IDeadLetterClient client, CallContext context, Func<DateTimeOffset>? latestEnd = null)
{
    /// <summary>Entries a page: the most that the service gives (ons-api facts 1.1).</summary>
    internal const int PageSize = 50;

    /// <summary>The last page of a task that can be asked for (ons-api facts 1.1).</summary>
    internal const int LastPage = 50;

    // How often in a row a task may be lost, or lack a page: until its window is halved, and until a window that cannot be halved is given up.
    private const int AskAgain = 3;
    private const int GiveUp = 8;

    /// <summary>
    /// Lists all that was stored within a range, each entry once, oldest store time first, those of one ms in the order the service has
    /// them, in batches of at most <see cref="PageSize"/>. What the service shows only in part is followed by a batch that says so, and by all
    /// that was stored later. While one window is given the next one is read, and no other: what is kept does not grow with what is listed.
    /// </summary>
    /// <param name="groupId">The consumer group.</param>
    /// <param name="instanceId">The instance; null where it is not known.</param>
    /// <param name="range">The range.</param>
    /// <param name="wanted">
    /// About how many entries are wanted, at least 1; null where all are. Of a range that has more, only a part is read at first and
    /// nothing ahead, so that whoever stops there has paid for little else; whoever goes on still gets all.
    /// </param>
    /// <param name="cancellationToken">Ends the calls.</param>
    /// <exception cref="OnsDlqException">A call failed; what was listed before has been given.</exception>
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

    /// <summary>The windows of a range, each in order; one of a single ms that has too many pages comes in several.</summary>
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

            // The pages of one ms are in order whichever comes first; those of a longer window may be in any.
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

            // What there is of a window that cannot be had as a whole is given, and then said to be not all.
            var isGap = !task.IsWhole && task.Fault is null;
            yield return new ListingBatch(Sort(entries), isGap ? new IncompleteRange(groupId, window.ToRange(), task.Listed, task.Pages) : null);
            task.Fault?.Throw();
            plan.Complete(window, task.Pages);
            seen.GoOn();
            if (task.Pages > 1) setbacks = 0;
        }

        // Stable: entries of one ms stay as the service has them.
        IReadOnlyList<DeadLetter> Sort(List<DeadLetter> entries) => [.. entries.Where(seen.Add).OrderBy(entry => entry.StoreTimestamp)];
    }

    private static async Task<long?> CutAsync(
        WindowTask task, IReadOnlyList<DeadLetter> first, int size, CancellationToken cancellationToken)
    {
        if (PageOrder.TellingPage(first, task.Pages, size) is not { } page) return null;
        var telling = page == 1 ? first : await task.LookAsync(page, cancellationToken).ConfigureAwait(false);
        return telling is null ? null : PageOrder.Cut(first, telling, task.Pages, size);
    }

    // A lost task, or one of which a page is missing, is asked for again; when that is of no use, shorter windows need shorter tasks, and those of one page
    // need none.
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
