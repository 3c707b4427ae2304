using OnsDlq.Files;

namespace OnsDlq.Journal.Sqlite;

/// <summary>How a journal stands, as users see it.</summary>
internal static class JournalDescription
{
    /// <summary>Puts it together.</summary>
    /// <param name="connection">A connection to read by.</param>
    /// <param name="location">The journal, as it was named.</param>
    /// <param name="path">Where its main file really lies.</param>
    /// <param name="knownCommits">How many commits this user knows of; null where that is not noted.</param>
    /// <param name="needsLog">Whether the main file says that it needs its log.</param>
    /// <param name="trouble">Why nothing is sent with it; null where nothing stands against that.</param>
    public static ResendJournal Of(
        JournalConnection connection, string location, string path, long? knownCommits, bool needsLog, string? trouble)
    {
        var schema = (int)(long)connection.Scalar("PRAGMA user_version")!;
        var state = schema < JournalSchema.WithState ? null : JournalState.Read(connection);
        return new(location)
        {
            JournalId = state?.Id,
            Schema = schema,
            Size = FileStatus.Of(path)?.Size ?? 0,
            LogSize = FileStatus.Of(path + "-wal")?.Size ?? 0,
            Commits = state?.Commits ?? 0,
            KnownCommits = knownCommits,
            NeedsLog = needsLog,
            Trouble = trouble,
            OpenedBy = OpenedBy.Others(path) is { } others ? new(others) : null,
            Gaps = new(state is null ? [] : GapRow.Read(connection)),
        };
    }
}
