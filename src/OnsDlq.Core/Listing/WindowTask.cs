using System.Runtime.ExceptionServices;
using OnsDlq.Errors;
using OnsDlq.Messages;
using OnsDlq.Operations;
using OnsDlq.Transport;

namespace OnsDlq.Listing;

/// <summary>One query task of the service: the pages of one window, read side by side.</summary>
/// <param name="client">The operations.</param>
/// <param name="context">What the command says about its calls.</param>
/// <param name="first">What is asked for first: the first page, without a task.</param>
internal sealed class WindowTask(IDeadLetterClient client, CallContext context, DeadLetterPageQuery first)
{
    /// <summary>How many pages are asked for at once; the pace may allow fewer.</summary>
    public const int Width = 4;

    private readonly object _gate = new();
    private string? _taskId;
    private int _asked;

    /// <summary>How many pages there are.</summary>
    public int Pages { get; private set; }

    /// <summary>How many of them were read.</summary>
    public int Listed { get; private set; }

    /// <summary>Whether a page that the task has came without an entry, and so again: what belongs on it is missing.</summary>
    public bool HasHole { get; private set; }

    /// <summary>Whether the service no longer knew the task: what was read is no whole.</summary>
    public bool IsForgotten { get; private set; }

    /// <summary>Why a page could not be read; null where each could.</summary>
    public ExceptionDispatchInfo? Fault { get; private set; }

    /// <summary>Whether every page was read.</summary>
    public bool IsWhole => !IsForgotten && Fault is null && Listed >= Pages;

    /// <summary>Whether there are pages to go on with.</summary>
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

    /// <summary>Asks for one page to learn from it; null where it cannot be had.</summary>
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

    /// <summary>Reads the pages that follow, in their order. Of a call that fails <see cref="Fault"/> tells; no exception does.</summary>
    /// <param name="pages">How many pages, where there are so many.</param>
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
            // Taken from every answer that has it: a task may grow while it is read.
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

    // Each of several pages has an entry at least. That there are none at all may be told by one page that has none.
    private bool IsHole(DeadLetterPage page) => page.Entries.Count == 0 && Math.Max(Pages, page.MaxPageCount) > 1 && IsOfThis(page);

    // A service that lost a task may begin another one by itself, or say that there is nothing. Pages of two tasks do not fit together:
    // what expired or was added in between moves entries from one page to the next.
    private bool IsOfThis(DeadLetterPage page) =>
        (page.TaskId is null || page.TaskId == _taskId) && (page.Entries.Count > 0 || page.MaxPageCount > 0);

    // How an unknown task is refused is not documented: as a wrong parameter, perhaps, or by a code of its own.
    private static bool IsRefusal(ServiceException exception) =>
        exception is { Id: ErrorId.InvalidParameter or ErrorId.ServiceError, StatusCode: null or < 500 };

    private Task<DeadLetterPage> AskAsync(int page, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return client.QueryPageAsync(first with { CurrentPage = page, TaskId = _taskId }, context, cancellationToken);
    }
}
