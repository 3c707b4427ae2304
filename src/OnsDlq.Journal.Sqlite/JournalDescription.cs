using OnsDlq.Files;

namespace OnsDlq.Journal.Sqlite;

/// <summary>Makes the description of a journal that users see.</summary>
internal static class JournalDescription
{
    /// <summary>Makes it.</summary>
    /// <param name="connection">A connection to read with.</param>
    /// <param name="location">The journal, as it was named.</param>
    /// <param name="path">The real path of its main file.</param>
    /// <param name="knownCommits">The commits by this user's mark; null where there is none.</param>
    /// <param name="needsLog">Whether the main file says that it needs its log.</param>
    /// <param name="trouble">Why resends with it are refused; null where they are not.</param>
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
            Trouble = trouble ?? MoveRow.Why(connection, location)?.Message,
            OpenedBy = OpenedBy.Others(path) is { } others ? new(others) : null,
            Gaps = new(state is null ? [] : GapRow.Read(connection)),
        };
    }
}
