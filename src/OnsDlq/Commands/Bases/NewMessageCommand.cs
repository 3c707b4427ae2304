using System.Management.Automation;
using OnsDlq.Completion;
using OnsDlq.Connection;
using OnsDlq.Errors;
using OnsDlq.Formatting;
using OnsDlq.Journal;
using OnsDlq.Listing;
using OnsDlq.Resend;
using OnsDlq.Sessions;

namespace OnsDlq.Commands.Bases;

/// <summary>The base of the command that can show what is new: its bookmarks are moved once everything was emitted.</summary>
public abstract class NewMessageCommand : MessageFilterCommand
{
    private const int LongestName = 100;

    // What is new is what a bookmark has not shown; with these it would never show a part of it.
    private static readonly Dictionary<string, string> Refused = new(StringComparer.Ordinal)
    {
        ["StartTime"] = "the listing begins where the bookmark is",
        ["EndTime"] = "the bookmark is moved up to now",
        [nameof(Pending)] = "what it hides today would never be shown, also if it is pending tomorrow; filter with Where-Object ResendState",
        [nameof(MinRound)] = "what it hides today would never be shown; filter with Where-Object Round",
    };

    private ConfirmationPrompt? _prompt;
    private JournalHandle? _handle;
    private IOpenedReader? _reader;
    private NewMessages? _news;

    private protected NewMessageCommand()
    {
    }

    /// <summary>
    /// Only those that the bookmark has not shown yet; the first time, all. The bookmark is moved when everything was emitted, so nothing is left
    /// out, but something may be shown twice.
    /// </summary>
    [Parameter(ParameterSetName = ByTimeSet)]
    public SwitchParameter New { get; set; }

    /// <summary>
    /// The name of the bookmark for -New; without it your own, user@machine. It is another bookmark for each group and for other values of -Topic,
    /// -Tag and -Key.
    /// </summary>
    [Parameter(ParameterSetName = ByTimeSet)]
    [ArgumentCompleter(typeof(BookmarkCompleter))]
    public string? Bookmark { get; set; }

    /// <summary>Prepares for -New; null where it was not given.</summary>
    /// <exception cref="OnsDlqException">The parameters do not go with it, or the journal cannot be used.</exception>
    private protected NewMessages? PrepareNew(OnsDlqConnection connection, MessageSearch search)
    {
        var bound = MyInvocation.BoundParameters;
        var isNamed = bound.ContainsKey(nameof(Bookmark));
        if (!New) return isNamed ? throw new CommandException(ErrorId.InvalidBookmark, "-Bookmark names what -New moves: give -New, too.", Bookmark) : null;

        if (Refused.Keys.FirstOrDefault(bound.ContainsKey) is { } refused)
            throw new CommandException(ErrorId.IncompatibleWithNew, $"-{refused} does not go with -New: {Refused[refused]}.", refused);
        if (Unique && First is not null)
        {
            throw new CommandException(
                ErrorId.IncompatibleWithNew, "-Unique with -First does not go with -New: the entries of a message would be counted in parts.", nameof(First));
        }

        var name = isNamed ? Check(Bookmark) : CurrentUser.Name;
        _prompt = new ConfirmationPrompt(this, () => Console.IsInputRedirected);
        if (_prompt.IsWhatIf) _reader = Bridge.Run(connection.ResendJournal.OpenReaderAsync);
        else _handle = OpenJournal(connection);
        return _news = new NewMessages(connection, search, name, Filter().Digest);
    }

    /// <summary>The journal with the bookmarks; null where there is none.</summary>
    private protected IJournalReader? Bookmarks => _handle?.Journal ?? (IJournalReader?)_reader;

    /// <summary>Moves the bookmarks of the groups that were listed completely. Everything was emitted.</summary>
    private protected void MoveBookmarks()
    {
        foreach (var (key, next) in _news?.Moves ?? [])
        {
            var bookmark = $"the bookmark '{Printable.Of(key.Name)}' of {key.GroupId}";
            if (!_prompt!.Allows(bookmark, $"Move to {TimeRange.InWords(next.Until)}", key.GroupId)) continue;
            var moved = Bridge.Run(token => _handle!.Journal.MoveBookmarkAsync(key, next.Version, next.Until, next.Seen, token));
            if (moved) WriteVerbose($"Moved {bookmark} to {TimeRange.InWords(next.Until)}.");
            else WriteError(ErrorFactory.Make(ErrorId.BookmarkMoved, $"Another command has moved {bookmark} meanwhile, so it stays there.", key.GroupId));
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (!disposing) return;
        _reader?.Dispose();
        _handle?.Dispose();
    }

    private static string Check(string? name) => name?.Trim() is { Length: > 0 and <= LongestName } trimmed && Printable.Of(trimmed) == trimmed
        ? trimmed
        : throw new CommandException(
            ErrorId.InvalidBookmark, $"The bookmark's name is empty, has control characters, or is longer than {LongestName} characters.", name);
}
