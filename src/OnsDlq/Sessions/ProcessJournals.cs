using OnsDlq.Connection;
using OnsDlq.Files;
using OnsDlq.Journal;
using OnsDlq.Loading;
using OnsDlq.Pipeline;

namespace OnsDlq.Sessions;

/// <summary>The journals of this process, and the choice of a connection's journal.</summary>
internal static class ProcessJournals
{
    // Commands close what they opened; this is the time-out for commands that still run when the process ends.
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(5);

    private static readonly Task Forever = new TaskCompletionSource().Task;

    private static readonly JournalPool Journals = new(JournalLoader.Shared.OpenAsync, JournalLoader.Shared.OpenReaderAsync);

    static ProcessJournals() => AppDomain.CurrentDomain.ProcessExit += (_, _) => PipelineBridge.AwaitAtMost(CloseAllAsync(Forever), Farewell);

    /// <summary>The user's local data folder; empty where the user has none.</summary>
    public static string LocalData =>
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);

    /// <summary>Closes every journal of this process, used or not, because the process ends: each is then one file.</summary>
    /// <param name="end">Completes if the process does not end after all.</param>
    public static Task CloseAllAsync(Task end) => Journals.CloseAsync(end);

    /// <summary>The journal that was asked for, else the one that ONSDLQ_JOURNAL names, else the user's own. It is not opened yet.</summary>
    /// <exception cref="JournalException">Its name is not valid.</exception>
    public static ConnectionJournal Choose(ConnectionRequest request)
    {
        var location = JournalLocation.Choose(request.Journal, Environment.GetEnvironmentVariable, LocalData, request.JournalIsShared) with
        {
            Marks = request.JournalIsThrowaway || LocalData.Length == 0 ? null : Path.Combine(LocalData, "OnsDlq", "marks"),
        };
        return new(location, () => location.Kind != JournalKind.Sqlite || Exists(location.Address), Journals)
        {
            IsThrowaway = request.JournalIsThrowaway,
            IsThere = location.Kind == JournalKind.Sqlite ? null : token => IsThereAsync(location, token),
        };
    }

    private static async Task<bool> IsThereAsync(JournalLocation location, CancellationToken cancellationToken)
    {
        using var reader = await Journals.OpenReaderAsync(location, cancellationToken);
        return reader is not null;
    }

    // A file that cannot be accessed counts as existing: opening it then gives the error.
    private static bool Exists(string path)
    {
        try
        {
            return FileStatus.Of(path) is not null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }
}
