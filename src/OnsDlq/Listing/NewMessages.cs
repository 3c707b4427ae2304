using OnsDlq.Connection;
using OnsDlq.Formatting;
using OnsDlq.Journal;
using OnsDlq.Messages;
using OnsDlq.Pipeline;

namespace OnsDlq.Listing;

/// <summary>Shows what the bookmarks of groups have not shown yet, and tells where they belong once everything was emitted.</summary>
/// <param name="connection">The connection that is listed.</param>
/// <param name="search">Lists and shows.</param>
/// <param name="name">The bookmarks' name.</param>
/// <param name="filters">The digest of the filters.</param>
internal sealed class NewMessages(OnsDlqConnection connection, MessageSearch search, string name, string filters)
{
    private readonly Dictionary<BookmarkKey, NewEntries?> _groups = [];

    /// <summary>Where the bookmarks belong of the groups that were listed without an error; their versions are those that they replace.</summary>
    public IEnumerable<(BookmarkKey Key, Bookmark Next)> Moves =>
        _groups.Where(one => one.Value is not null).Select(one => (one.Key, one.Value!.Next()));

    /// <summary>Shows what is new of a group, once in a command: the bookmark is moved only at its end.</summary>
    /// <param name="journal">The journal; null where there is none.</param>
    /// <param name="group">The group.</param>
    /// <param name="writer">Takes the output.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    /// <exception cref="Errors.OnsDlqException">A call or the journal failed; the bookmark stays.</exception>
    public async Task ListAsync(IJournalReader? journal, NamedGroup group, IPipelineWriter writer, CancellationToken cancellationToken)
    {
        var (groupId, instanceId) = group;
        var key = new BookmarkKey(
            connection.Realm, instanceId ?? MessageKey.InstanceOf(groupId) ?? "", MessageKey.GroupOf(groupId), name, filters);
        if (!_groups.TryAdd(key, null)) return;
        var bookmark = journal is null ? null : await journal.ReadBookmarkAsync(key, cancellationToken);
        var since = bookmark is null ? "does not exist yet: everything is new" : $"is at {TimeRange.InWords(bookmark.Until)}";
        writer.WriteVerbose($"The bookmark '{Printable.Of(key.Name)}' of {groupId} {since}.");
        var entries = new NewEntries(bookmark, connection.Clock, TimeProvider.System);
        var range = ListingRange.Of(connection.Clock, TimeProvider.System, entries.Begin, end: null, writer.WriteWarning);
        if (await search.ListAsync(groupId, instanceId, range, writer, cancellationToken, entries)) _groups[key] = entries;
    }
}
