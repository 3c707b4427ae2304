using System.Globalization;
using System.Runtime.CompilerServices;
using OnsDlq.Binding;
using OnsDlq.Journal;
using OnsDlq.Messages;

namespace OnsDlq.Completion;

/// <summary>Completes the names of bookmarks: those of the group on the command line, or all.</summary>
public sealed class BookmarkCompleter : JournalCompleter
{
    private protected override async IAsyncEnumerable<CompletionChoice> ReadAsync(
        IJournalReader journal, ClaimWatch claims, string? realm, string? groupId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var groups = InputMembers.Trimmed(groupId) is { } named ? Wildcards.Of([MessageKey.GroupOf(named)]) : null;
        foreach (var (key, until) in await journal.ReadBookmarksAsync(cancellationToken))
        {
            if ((realm ?? key.Realm) != key.Realm || groups?.Match(key.GroupId) == false) continue;
            yield return new(key.Name, string.Create(CultureInfo.InvariantCulture, $"{key.GroupId} up to {until.ToLocalTime():yyyy-MM-dd HH:mm}"));
        }
    }
}
