namespace OnsDlq.Sandbox.Broker;

/// <summary>One listing in progress: a snapshot of the entries of its range from its beginning, and their division into pages.</summary>
internal sealed class QueryTask
{
    private readonly ReadOnlyMemory<DeadLetterEntry> _entries;
    private readonly int _pageSize;
    private readonly int _shortBy;
    private readonly bool _newestFirst;

    public QueryTask(string taskId, ConsumerGroup group, ReadOnlyMemory<DeadLetterEntry> entries, int pageSize, ListingBehaviour listing)
    {
        (TaskId, Group, _entries, _pageSize) = (taskId, group, entries, pageSize);
        (_shortBy, _newestFirst) = (Math.Min(listing.ShortBy, pageSize), listing.NewestFirst);

        // Two pages together have 2 × size − shortBy entries; the first page of a last incomplete pair is full.
        var pair = (2 * pageSize) - _shortBy;
        var rest = entries.Length % pair;
        MaxPageCount = (2 * (entries.Length / pair)) + (rest == 0 ? 0 : rest <= pageSize ? 1 : 2);
    }

    /// <summary>The ID that later calls name.</summary>
    public string TaskId { get; }

    /// <summary>The group whose dead letters it lists.</summary>
    public ConsumerGroup Group { get; }

    /// <summary>How many pages there are; callers can read at most 50.</summary>
    public int MaxPageCount { get; }

    /// <summary>When it was last used, on the service's clock.</summary>
    public DateTimeOffset LastUse { get; set; }

    /// <summary>The entries of a page; none after the last page.</summary>
    /// <param name="page">Counted from 1.</param>
    public DeadLetterEntry[] Page(int page)
    {
        var first = (int)Math.Min(_entries.Length, StartOf(page));
        var behind = (int)Math.Min(_entries.Length, StartOf(page + 1));
        var entries = _newestFirst ? _entries[(_entries.Length - behind)..(_entries.Length - first)] : _entries[first..behind];
        var answer = entries.ToArray();
        if (_newestFirst)
        {
            Array.Reverse(answer);
        }

        return answer;
    }

    private long StartOf(int page) => ((page - 1L) * _pageSize) - ((page - 1L) / 2 * _shortBy);
}
