using System.Runtime.ExceptionServices;
using OnsDlq.Errors;
using OnsDlq.Messages;
using OnsDlq.Operations;
using OnsDlq.Transport;

namespace OnsDlq.Listing;

/// <summary>One query task of the service: the pages of one window, read in parallel.</summary>
/// <param name="client">The operations.</param>
/// <param name="context">The command's settings for its calls.</param>
/// <param name="first">The first query: the first page, without a task ID.</param>
internal sealed class WindowTask(IDeadLetterClient client, CallContext context, DeadLetterPageQuery first)
{
    /// <summary>How many pages are read in parallel; the pace may allow fewer.</summary>
    public const int Width = 4;

    private readonly object _gate = new();
    private string? _taskId;
    private int _asked;

    public int Pages { get; private set; }

    /// <summary>How many of them were read.</summary>
    public int Listed { get; private set; }

    /// <summary>Whether a page that should have entries came empty, also when it was asked for again: its entries are missing.</summary>
    public bool HasHole { get; private set; }

    /// <summary>Whether the service lost the task, so that the pages are incomplete.</summary>
    public bool IsForgotten { get; private set; }

    /// <summary>The error of the first page that could not be read; null for none.</summary>
    public ExceptionDispatchInfo? Fault { get; private set; }

    /// <summary>Whether every page was read.</summary>
    public bool IsWhole => !IsForgotten && Fault is null && Listed >= Pages;

    /// <summary>Whether there are more pages to read.</summary>
    public bool CanGoOn => !IsForgotten && Fault is null && _taskId is not null && _asked < Math.Min(Pages, DeadLetterReader.LastPage);

    /// <summary>Reads the first page.</summary>
    /// <exception cref="OnsDlqException">The call failed.</exception>
    public async Task<IReadOnlyList<DeadLetter>> BeginAsync(CancellationToken cancellationToken)
    {
        var page = await client.QueryPageAsync(first, context, cancellationToken).ConfigureAwait(false);
        (_taskId, Pages, _asked) = (page.TaskId, page.MaxPageCount, 1);
        if (IsHole(page) && _taskId is not null) page = await AskAsync(1, cancellationToken).ConfigureAwait(false);
        IsForgotten = page.TaskId is not null && page.TaskId != _taskId;
        Count(page);
        return page.Entries;
    }

    /// <summary>Reads one page as a sample; null where it cannot be read.</summary>
    public async Task<IReadOnlyList<DeadLetter>?> LookAsync(int page, CancellationToken cancellationToken)
    {
        if (_taskId is null) return null;
        try
        {
            return (await AskAsync(page, cancellationToken).ConfigureAwait(false)).Entries;
        }
        catch (ServiceException exception) when (IsRefusal(exception))
        {
            return null;
        }
    }

    /// <summary>Reads the next pages, in order. A failed call is reported in <see cref="Fault"/>, not thrown.</summary>
    /// <param name="pages">How many pages to read at most.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    public async Task<IReadOnlyList<DeadLetter>> ReadAsync(int pages, CancellationToken cancellationToken)
    {
        var read = new SortedDictionary<int, IReadOnlyList<DeadLetter>>();
        var last = _asked + pages;
        await Task.WhenAll(Enumerable.Range(0, Width).Select(_ => ReadOnAsync())).ConfigureAwait(false);
        return [.. read.Values.SelectMany(page => page)];

        int? Take()
        {
            lock (_gate) return CanGoOn && _asked < last ? ++_asked : null;
        }

        async Task ReadOnAsync()
        {
            while (Take() is { } number)
            {
                try
                {
                    var page = await AskAsync(number, cancellationToken).ConfigureAwait(false);
                    if (IsHole(page)) page = await AskAsync(number, cancellationToken).ConfigureAwait(false);
                    lock (_gate) Keep(number, page);
                }
                catch (OnsDlqException exception)
                {
                    lock (_gate)
                    {
                        IsForgotten |= exception is ServiceException refused && IsRefusal(refused);
                        Fault ??= ExceptionDispatchInfo.Capture(exception);
                    }
                }
            }
        }

        void Keep(int number, DeadLetterPage page)
        {
            // Updated from every answer: a task may grow while it is read.
            Pages = Math.Max(Pages, page.MaxPageCount);
            if (!IsOfThis(page))
            {
                IsForgotten = true;
                return;
            }

            read.Add(number, page.Entries);
            Count(page);
        }
    }

    private void Count(DeadLetterPage page)
    {
        if (IsHole(page)) HasHole = true;
        else Listed++;
    }

    // Where there are several pages, each must have an entry. Only the single page of an empty window may have none.
    private bool IsHole(DeadLetterPage page) => page.Entries.Count == 0 && Math.Max(Pages, page.MaxPageCount) > 1 && IsOfThis(page);

    // When the service has lost a task, it may begin another one by itself, or answer that there is nothing. Pages of two tasks must not be
    // mixed: entries that expired or were added in between move others to another page.
    private bool IsOfThis(DeadLetterPage page) =>
        (page.TaskId is null || page.TaskId == _taskId) && (page.Entries.Count > 0 || page.MaxPageCount > 0);

    // It is not documented how an unknown task is refused: perhaps as an invalid parameter, or with a code of its own.
    private static bool IsRefusal(ServiceException exception) =>
        exception is { Id: ErrorId.InvalidParameter or ErrorId.ServiceError, StatusCode: null or < 500 };

    private Task<DeadLetterPage> AskAsync(int page, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return client.QueryPageAsync(first with { CurrentPage = page, TaskId = _taskId }, context, cancellationToken);
    }
}
