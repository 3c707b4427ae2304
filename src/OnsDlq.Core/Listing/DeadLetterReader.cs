using System.Runtime.CompilerServices;
using OnsDlq.Operations;
using OnsDlq.Transport;

namespace OnsDlq.Listing;

/// <summary>Lists the dead letters of a consumer group, page by page.</summary>
/// <param name="client">The operations.</param>
/// <param name="context">What the command says about its calls.</param>
internal sealed class DeadLetterReader(IDeadLetterClient client, CallContext context)
{
    /// <summary>Entries a page: the most that the service gives (ons-api facts 1.1).</summary>
    internal const int PageSize = 50;

    /// <summary>The last page of a task that can be asked for (ons-api facts 1.1).</summary>
    internal const int LastPage = 50;

    private readonly List<IncompleteRange> _incomplete = [];

    /// <summary>The ranges that were not listed to their end although no call failed; to be told to the user.</summary>
    public IReadOnlyList<IncompleteRange> Incomplete => _incomplete;

    /// <summary>
    /// Lists what was stored within a range, each page as it arrives, in the service's order. An entry that a later page repeats,
    /// because the queue moved meanwhile, is given once. No page is empty.
    /// </summary>
    /// <exception cref="ServiceException">A call failed; what was listed before has been given.</exception>
    public async IAsyncEnumerable<IReadOnlyList<DeadLetter>> ListAsync(
        string groupId, string? instanceId, TimeRange range, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var seen = new HashSet<(string MsgId, long StoreTimestamp)>();
        var query = new DeadLetterPageQuery(groupId, instanceId, range.Begin, range.End, 1, PageSize, TaskId: null);
        var pages = 0;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var page = await client.QueryPageAsync(query, context, cancellationToken).ConfigureAwait(false);
            var unseen = page.Entries.Where(entry => seen.Add((entry.MsgId, entry.StoreTimestamp))).ToArray();
            if (unseen.Length > 0) yield return unseen;

            // Taken from every answer that has it: a task may grow while it is read.
            if (page.MaxPageCount > 0) pages = page.MaxPageCount;
            if (pages <= query.CurrentPage) yield break;

            var taskId = query.TaskId ?? page.TaskId;
            if (query.CurrentPage == LastPage || string.IsNullOrEmpty(taskId))
            {
                _incomplete.Add(new IncompleteRange(groupId, range, query.CurrentPage, pages));
                yield break;
            }

            query = query with { CurrentPage = query.CurrentPage + 1, TaskId = taskId };
        }
    }

    /// <summary>The dead letter with this ID, or null where the group has none.</summary>
    /// <exception cref="ServiceException">The call failed.</exception>
    public Task<DeadLetter?> FindAsync(string groupId, string msgId, string? instanceId, CancellationToken cancellationToken) =>
        client.GetByIdAsync(groupId, msgId, instanceId, context, cancellationToken);
}
