using System.Globalization;
using OnsDlq.Sandbox.Protocol;

namespace OnsDlq.Sandbox.Broker;

/// <summary>The page queries of a group's dead letters. Not thread-safe.</summary>
internal sealed class PageQueries(TimeProvider clock)
{
    private const int MaxPage = 50;
    private const int LeastPageSize = 5;
    private const int MostPageSize = 50;
    private const int DefaultPageSize = 20;

    private readonly QueryTasks _tasks = new(clock);
    private long _pagesAsked;

    /// <summary>The behaviour of queries where the documentation leaves it open.</summary>
    public ListingBehaviour Listing { get; set; } = new();

    /// <summary>One page.</summary>
    /// <param name="group">The group.</param>
    /// <param name="request">The query.</param>
    /// <param name="live">The store times of what is in the queue now.</param>
    /// <exception cref="OperationError">The page does not exist, or the range is empty.</exception>
    public DeadLetterPage Page(ConsumerGroup group, PageRequest request, LiveRange live)
    {
        if (request.Page is < 1 or > MaxPage)
        {
            throw ServiceErrors.FieldCheck($"CurrentPage has to be from 1 to {MaxPage}.");
        }

        var task = request.TaskId is { } id ? Resume(id, group, request, live) : Begin(group, request, live);
        if (task.MaxPageCount == 0 && !Listing.EmptyList)
        {
            throw ServiceErrors.NoMessage();
        }

        if (request.Page > Math.Max(1, task.MaxPageCount))
        {
            throw ServiceErrors.FieldCheck(
                string.Create(CultureInfo.InvariantCulture, $"CurrentPage has to be at most MaxPageCount, {task.MaxPageCount}."));
        }

        var isEmpty = request.TaskId is not null && Listing.EmptyEvery > 0 && ++_pagesAsked % Listing.EmptyEvery == 0;
        return new(group, request.Page, task.MaxPageCount, task.TaskId, isEmpty ? [] : task.Page(request.Page));
    }

    private QueryTask Begin(ConsumerGroup group, PageRequest request, LiveRange live)
    {
        var size = request.PageSize ?? DefaultPageSize;
        if (size is < LeastPageSize or > MostPageSize)
        {
            throw ServiceErrors.FieldCheck($"PageSize has to be from {LeastPageSize} to {MostPageSize}.");
        }

        if (request.Begin < 0 || request.Begin > request.End)
        {
            throw ServiceErrors.FieldCheck("BeginTime has to be a time and not later than EndTime.");
        }

        var entries = group.Queue.Between(Math.Max(request.Begin, live.First), Math.Min(request.End, live.Last));
        return _tasks.Begin(group, entries, size, Listing);
    }

    private QueryTask Resume(string taskId, ConsumerGroup group, PageRequest request, LiveRange live) =>
        _tasks.Find(taskId, group, Listing)
        ?? (Listing.RenewsTask ? Begin(group, request, live) : throw ServiceErrors.FieldCheck("The TaskId is unknown or has expired."));
}
