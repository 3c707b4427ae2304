using OnsDlq.Connection;
using OnsDlq.Files;
using OnsDlq.Journal;
using OnsDlq.Loading;
using OnsDlq.Pipeline;

namespace OnsDlq.Sessions;

/// <summary>The journals of this process, and which of them a connection works with.</summary>
internal static class ProcessJournals
{
    // Commands close what they opened; this is for those that the end of the process overtakes.
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(5);

    private static readonly Task Forever = new TaskCompletionSource().Task;

    private static readonly JournalPool Journals = new(JournalLoader.Shared.OpenAsync, JournalLoader.Shared.OpenReaderAsync);

    static ProcessJournals() => AppDomain.CurrentDomain.ProcessExit += (_, _) => PipelineBridge.AwaitAtMost(CloseAllAsync(Forever), Farewell);

    /// <summary>Closes every journal of this process, whoever uses it, because the process ends: each is one file then, and stays so.</summary>
    /// <param name="end">Ends where the process did not.</param>
    public static Task CloseAllAsync(Task end) => Journals.CloseAsync(end);

    /// <summary>The journal asked for, else the one that ONSDLQ_JOURNAL names, else the user's own. It is not opened yet.</summary>
    /// <exception cref="JournalException">It is named in a way that is not taken.</exception>
    public static ConnectionJournal Choose(ConnectionRequest request)
    {
        var localData = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        var location = JournalLocation.Choose(request.Journal, Environment.GetEnvironmentVariable, localData) with
        {
            Marks = request.JournalIsThrowaway || localData.Length == 0 ? null : Path.Combine(localData, "OnsDlq", "marks"),
        };
        return new(location, () => location.Kind != JournalKind.Sqlite || Exists(location.Address), Journals)
        {
            IsThrowaway = request.JournalIsThrowaway,
        };
    }

    // What cannot be looked at is not absent: whoever opens it will say what is wrong.
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
