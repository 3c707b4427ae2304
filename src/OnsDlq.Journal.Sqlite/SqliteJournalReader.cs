using Microsoft.Data.Sqlite;
using OnsDlq.Errors;
using OnsDlq.Messages;

namespace OnsDlq.Journal.Sqlite;

/// <summary>Reads the journal in a SQLite file without the permission to write, without waiting, and without leaving files behind.</summary>
/// <param name="path">The path.</param>
/// <param name="rules">The rules for the file.</param>
/// <param name="marks">The folder of the marks (see <see cref="HighWater"/>); null for none.</param>
internal sealed class SqliteJournalReader(string path, JournalRules rules, string? marks) : IOpenedReader, IDescribedJournal
{
    // How often reading is tried again when the files change meanwhile.
    private const int MostTries = 5;

    // For how long a private copy is cached although the journal has changed (ms): it may be large.
    private const int CopyAge = 10_000;

    private readonly SemaphoreSlim _reading = new(1, 1);
    private ReadingView? _kept;
    private long _keptSince;
    private bool _closed;

    /// <inheritdoc/>
    public string Location => path;

    /// <inheritdoc/>
    public string? Trouble { get; private set; }

    /// <summary>Opens a journal; null where there is none, or an empty file.</summary>
    /// <exception cref="JournalException">It cannot be read.</exception>
    public static SqliteJournalReader? Open(string path, JournalRules rules, CancellationToken cancellationToken, string? marks = null)
    {
        var reader = new SqliteJournalReader(path, rules, marks);
        try
        {
            if (FilesSeen.Of(path) is not null && reader.Read(connection => connection.SchemaVersion > 0, cancellationToken))
            {
                reader.Trouble = reader.FindMissing(cancellationToken) is { } missing
                    ? JournalTroubles.Incomplete(path, missing).Message
                    : reader.Read(connection => MoveRow.Why(connection, path)?.Message, cancellationToken);
                return reader;
            }
        }
        catch
        {
            reader.Dispose();
            throw;
        }

        reader.Dispose();
        return null;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<MessageHistory>> ReadAsync(IReadOnlyList<MessageKey> keys, CancellationToken cancellationToken) =>
        await ReadAsync(connection => HistoryReader.Read(connection, keys), cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public Task<ResendJournal> DescribeAsync(CancellationToken cancellationToken) => ReadAsync(
        connection =>
        {
            var files = FilesSeen.Of(path) ?? throw JournalTroubles.Moved(path);
            var known = marks is null || State(connection) is not { } state ? null : HighWater.Peek(marks, state.Id);
            return JournalDescription.Of(connection, path, files.Path, known, NeedsLog(files), Trouble);
        },
        cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<RecordedAttempt> QueryAsync(AttemptQuery query, CancellationToken cancellationToken) =>
        AttemptPage.ReadAllAsync(query, ReadAsync, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<RecordedBlock>> ReadBlocksAsync(BlockQuery query, CancellationToken cancellationToken) =>
        ReadAsync(connection => connection.AtOneMoment(() => BlockRow.Read(connection, query)), cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<RecordedRun> QueryRunsAsync(string? runId, CancellationToken cancellationToken) =>
        RunRow.ReadAllAsync(runId, ReadAsync, cancellationToken);

    /// <inheritdoc/>
    public Task<Bookmark?> ReadBookmarkAsync(BookmarkKey key, CancellationToken cancellationToken) =>
        ReadAsync(connection => BookmarkRow.Read(connection, key), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<RecordedBookmark>> ReadBookmarksAsync(CancellationToken cancellationToken) =>
        ReadAsync(BookmarkRow.ReadAll, cancellationToken);

    /// <inheritdoc/>
    public Task<Canary?> FindCanaryAsync(QueueKey queue, CancellationToken cancellationToken) =>
        ReadAsync(connection => CanaryRow.Newest(connection, queue), cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        _reading.Wait();
        try
        {
            _closed = true;
            Forget();
        }
        finally
        {
            _reading.Release();
        }
    }

    private static JournalState? State(JournalConnection connection) =>
        connection.SchemaVersion < JournalSchema.WithState ? null : JournalState.Read(connection);

    private bool NeedsLog(FilesSeen files)
    {
        try
        {
            return new JournalFile(path, rules).ReadMain()?.NeedsLog == true;
        }
        catch (Exception exception) when (!files.IsMainAlone && JournalTroubles.LacksPages(exception))
        {
            // A checkpoint was cut off, or is in progress: the main file is whole with its log only.
            return true;
        }
    }

    /// <summary>
    /// What is missing from the journal; null where nothing is. Others may write meanwhile. So their mark is read before the journal itself, and
    /// the state in the main file counts only if the files have not changed.
    /// </summary>
    private string? FindMissing(CancellationToken cancellationToken)
    {
        if (Read(State, cancellationToken) is not { } first) return null;
        var known = marks is null ? null : HighWater.Peek(marks, first.Id);
        for (var number = 1; number <= MostTries; number++)
        {
            Forget();
            var files = FilesSeen.Of(path);
            if (Read(State, cancellationToken) is not { } state) return null;
            if (known > state.Commits) return JournalTroubles.OldCopy(known.Value - state.Commits);
            if (files?.IsMainAlone != true || !state.NeedsLog) return null;
            if (files.Equals(FilesSeen.Of(path))) return JournalTroubles.LogGone;
        }

        return null;
    }

    private async Task<T> ReadAsync<T>(Func<JournalConnection, T> read, CancellationToken cancellationToken)
    {
        await _reading.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            return Read(read, cancellationToken);
        }
        finally
        {
            _reading.Release();
        }
    }

    private T Read<T>(Func<JournalConnection, T> read, CancellationToken cancellationToken)
    {
        for (var number = 1; ; number++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var files = FilesSeen.Of(path)
                ?? throw new JournalException(ErrorId.JournalUnreachable, path, $"The journal '{path}' was moved or deleted while it was read.");
            try
            {
                var view = ViewOf(files, mustCopy: number == MostTries && !files.IsMainAlone, cancellationToken);
                try
                {
                    var result = view.Read(read, cancellationToken);
                    if (!view.NeedsStillness || files.Equals(FilesSeen.Of(path))) return result;
                    if (number >= MostTries) throw new IOException("It changes all the time.");
                }
                finally
                {
                    if (view.IsShared) Forget();
                }
            }
            catch (Exception exception) when (exception is not JournalException { Id: ErrorId.JournalNewerSchema })
            {
                Forget();
                cancellationToken.ThrowIfCancellationRequested();
                if (number < MostTries && MayPass(exception, files)) continue;
                throw JournalTroubles.NameOfReading(exception, path);
            }
        }
    }

    // The data read may be from the middle of a change, unless the files are unchanged.
    private bool MayPass(Exception exception, FilesSeen files) => exception is SqliteException or IOException or InvalidDataException or JournalException
        && (!files.Equals(FilesSeen.Of(path)) || (exception is SqliteException trouble && JournalTroubles.IsOfAccess(trouble)));

    private ReadingView ViewOf(FilesSeen files, bool mustCopy, CancellationToken cancellationToken)
    {
        if (_kept is { } kept)
        {
            if (kept.Files.Equals(files) || (!kept.NeedsStillness && Environment.TickCount64 - _keptSince < CopyAge)) return kept;
            Forget();
        }

        _kept = mustCopy ? ReadingView.Copied(files, rules, cancellationToken) : ReadingView.Open(files, rules, cancellationToken);
        _keptSince = Environment.TickCount64;
        return _kept;
    }

    private void Forget()
    {
        _kept?.Dispose();
        _kept = null;
    }
}
