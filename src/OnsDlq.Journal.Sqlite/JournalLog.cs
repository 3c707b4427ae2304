using Microsoft.Data.Sqlite;

namespace OnsDlq.Journal.Sqlite;

/// <summary>
/// The write-ahead log of an open journal: checks that it is still the one that was opened, marks in the main file that the log is needed, and
/// makes the checkpoints. For the writing thread only, except for <see cref="Look"/>.
/// </summary>
/// <remarks>
/// <para>
/// A commit that matters and is in the log alone is acknowledged only after the main file durably says that it needs its log
/// (<see cref="JournalState.NeedsLog"/>). For that, the number of the log is raised, and a checkpoint brings just this change into the main
/// file, while nobody else can write. Then "reached" is set to that number, in the log. Whoever makes a full checkpoint, even another program,
/// thus also brings in the row that says that the main file is complete.
/// </para>
/// <para>
/// A checkpoint begins with the same mark: all other pages come into the main file before the one that says that the log is not needed.
/// </para>
/// </remarks>
internal sealed class JournalLog : IDisposable
{
    private readonly JournalFile _file;
    private readonly JournalConnection _side;
    private readonly HighWater _highWater;
    private readonly MainFile _main;
    private long _commitsAtMark;
    private long _leastSize;
    private long _commits;
    private bool _mustMark;
    private int _foldFrom;
    private JournalException? _lost;
    private bool _wrote;

    private JournalLog(JournalFile file, JournalConnection writer, JournalConnection side, JournalFiles files, HighWater highWater, string id) =>
        (_file, Writer, _side, Files, _highWater, Id, _main) = (file, writer, side, files, highWater, id, new(file, side, files));

    public JournalConnection Writer { get; }

    public string Id { get; }

    public JournalFiles Files { get; }

    /// <summary>Why nothing may be written until a person has decided; null where writing is allowed.</summary>
    public JournalException? Refusal { get; private set; }

    /// <summary>A warning for the user; null for none.</summary>
    public string? Warning => _highWater.Trouble;

    /// <summary>Takes over a writing connection, and checks that the log belongs to the main file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="writer">The connection.</param>
    /// <param name="wrote">Whether something was already written with it.</param>
    /// <param name="marks">The folder of the marks (see <see cref="HighWater"/>); null for none.</param>
    /// <exception cref="JournalException">The files do not belong together.</exception>
    public static JournalLog Open(JournalFile file, JournalConnection writer, bool wrote, string? marks)
    {
        var side = file.ConnectReader();
        HighWater? highWater = null;
        try
        {
            writer.LeavesLog = true;
            side.LeavesLog = true;
            var files = new JournalFiles(writer.FullPath, (int)(long)writer.Scalar("PRAGMA page_size")!);
            writer.Execute("BEGIN IMMEDIATE");
            var state = JournalState.Read(writer);
            highWater = HighWater.Open(marks, state.Id);
            var log = new JournalLog(file, writer, side, files, highWater, state.Id) { _wrote = wrote };
            log.Judge(state);
            writer.RollBack();
            return log;
        }
        catch (Exception exception)
        {
            side.Dispose();
            highWater?.Dispose();
            if (file.Name(exception) is var named && ReferenceEquals(named, exception)) throw;
            throw named;
        }
    }

    /// <summary>At the beginning of a transaction: checks that others will find what is written.</summary>
    /// <exception cref="JournalException">They will not find it, or nothing may be written.</exception>
    public void BeforeWrites()
    {
        if (Refusal is not null) throw Refusal;
        CheckFiles();

        // If a newer version of the module has upgraded the journal, it would not find what this one writes.
        _file.Rules.Schema.Check(Writer, _file.Path);
    }

    /// <summary>At the end of a transaction, before the commit: checks again, and counts the commit.</summary>
    /// <param name="counts">Whether it has anything but writes of the pace and of bookmarks.</param>
    /// <exception cref="JournalException">Others will not find what is written.</exception>
    public void BeforeCommit(bool counts)
    {
        CheckFiles();
        _file.Rules.Step(JournalStep.Committing);
        _wrote = true;
        if (!counts) return;

        // Where a process was killed between raising the log's number and the mark, the log must go on saying that the mark is missing.
        _mustMark =
            Writer.Execute("UPDATE journal SET reached = log, commits = commits + 1 WHERE reached = log OR log = @1", _main.MarkedLog) == 0;
        if (_mustMark) Writer.Execute("UPDATE journal SET commits = commits + 1");
        _commits = (long)Writer.Scalar("SELECT commits FROM journal")!;
    }

    /// <summary>After a commit, before it is acknowledged: makes sure that the main file says that it needs the log.</summary>
    /// <param name="counts">Whether it had anything but writes of the pace and of bookmarks.</param>
    /// <exception cref="JournalException">It does not say so: the files were replaced, or others read without a pause.</exception>
    public void AfterCommit(bool counts)
    {
        _file.Rules.Step(JournalStep.Committed);
        var (frames, folded) = _side.Checkpoint(LogMode.Look);
        Volatile.Write(ref _leastSize, Files.SizeOf(frames));
        if (!counts) return;
        _highWater.Note(_commits);
        if (_main.MarkedLog is null || _main.HasChanged(folded)) Verify();
        if (_main.MarkedLog is null || _mustMark) Mark();
        if (frames < _file.Rules.LongLog) _foldFrom = _file.Rules.LongLog;
        if (frames < _foldFrom) return;

        // Long readers can block checkpoints; so the next one is tried only after more writes.
        _foldFrom = frames + (_file.Rules.LongLog / 4);
        Fold();
    }

    /// <summary>Checks, from any thread, that others will find what was written; false where the writing thread must check more.</summary>
    /// <exception cref="JournalException">They will not.</exception>
    public bool Look()
    {
        if ((_lost ?? Refusal) is { } known) throw known;
        var files = Files.Look();
        return Files.Trouble(files, 0) is null && files.TroubleWithNames() is null && files.Log!.Size >= Volatile.Read(ref _leastSize)
            && !_main.HasChanged(files.Main);
    }

    /// <summary>Converts an error, from any thread: SQLite's own message is of little help where files were replaced.</summary>
    public Exception Name(Exception exception)
    {
        var named = _file.Name(exception);
        if (named is not JournalException || exception is JournalException) return named;
        if (_lost is not null) return _lost;
        if (Files.Trouble(0) is { } trouble) return Lost(trouble);
        return exception is SqliteException error && JournalTroubles.IsUnreadable(error) && Files.LogSize < Volatile.Read(ref _leastSize)
            ? Lost("its log was emptied or cut short")
            : named;
    }

    /// <summary>The commits by this user's mark; null where there is none.</summary>
    public long? KnownCommits => _highWater.IsKept ? _highWater.Commits : null;

    /// <summary>Whether the main file needed the log, when it was last read.</summary>
    public bool NeedsLog => _main.NeedsLog;

    /// <summary>Records that a person accepts the gap, and puts the journal back into use. False where nothing is missing.</summary>
    public bool Accept(DateTimeOffset until, DateTimeOffset at, string by, string reason)
    {
        if (Refusal is not { } refusal) return false;
        Writer.Execute("BEGIN IMMEDIATE");
        try
        {
            CheckFiles();
            if (Writer.Scalar("PRAGMA quick_check(1)") is not "ok") throw JournalTroubles.Damaged(_file.Path);
            GapRow.Add(Writer, new(refusal.Message, until, at, by, reason));
            var known = Math.Max(_highWater.Commits, (long)Writer.Scalar("SELECT commits FROM journal")!);
            _commits = known + 1;
            Writer.Execute("UPDATE journal SET log = log + 1, reached = log + 1, commits = @1", _commits);
            Writer.Execute("COMMIT");
        }
        catch
        {
            Writer.RollBack();
            throw;
        }

        _wrote = true;
        Refusal = null;
        _main.Forget();
        AfterCommit(counts: true);
        return true;
    }

    /// <summary>
    /// Makes a last checkpoint, where something was written and the files are still the right ones; then lets SQLite delete the empty log. Never
    /// fails: what is not brought into the main file stays in the log.
    /// </summary>
    public void End()
    {
        try
        {
            if (Refusal is null && _lost is null)
            {
                CheckFiles();
                Writer.ExecuteOnce($"PRAGMA busy_timeout = {(int)_file.Rules.FoldTimeout.TotalMilliseconds}");
                if (_wrote) Empty();
            }

            if (_lost is null && _side.Checkpoint(LogMode.Look).Frames == 0 && Files.Trouble(0) is null) Writer.LeavesLog = false;
        }
        catch (Exception exception) when (exception is JournalException or SqliteException or InvalidDataException or IOException)
        {
            // Nothing is lost: it is all in the log.
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _side.Dispose();
        Writer.Dispose();
        _highWater.Dispose();
    }

    // Called within a transaction, so that nobody else can write.
    private void Judge(JournalState state)
    {
        if (Files.TroubleAtOpening() is { } trouble) throw Lost(trouble);
        var (frames, folded) = _side.Checkpoint(LogMode.Look);
        _leastSize = Files.SizeOf(frames);
        if (Files.Trouble(frames) is { } gone) throw Lost(gone);
        _main.Open(folded);

        // The main file alone cannot be judged then: what it and the log hold together must be sound.
        if (_main.IsHalfFolded && !IsSound()) throw JournalTroubles.Damaged(_file.Path);
        var main = _main.State;
        var ahead = state.Log - main?.Log;
        string? why = null;
        if (frames == 0 && state.NeedsLog)
            why = JournalTroubles.LogGone;
        else if (main is not null && (main.Id != state.Id || !(ahead == 0 || (ahead == 1 && state.NeedsLog)) || main.Commits > state.Commits))
            why = "the log beside it is not the one that belongs to it";
        else if (_highWater.Commits > state.Commits)
            why = JournalTroubles.OldCopy(_highWater.Commits - state.Commits);
        if (why is not null) Refusal = JournalTroubles.Incomplete(_file.Path, why);
    }

    // Also detects a log beside an older main file: indexes and tables then differ, or attempts refer to runs that are not there.
    private bool IsSound() => Writer.Scalar("PRAGMA integrity_check(1)") is "ok" && Writer.Scalar("PRAGMA foreign_key_check") is null;

    private void CheckFiles()
    {
        if (_lost is not null) throw _lost;
        var (frames, _) = _side.Checkpoint(LogMode.Look);
        var files = Files.Look();
        if (Files.Trouble(files, frames) is { } trouble) throw Lost(trouble);
        if (files.TroubleWithNames() is { } names) throw _lost = JournalTroubles.SeveralNames(_file.Path, names);
        if (_main.HasChanged(files.Main)) Verify();
    }

    private void Verify()
    {
        if (_main.Verify() is { } trouble) throw Lost(trouble);
    }

    /// <summary>Marks in the main file that it needs the log, and in the log that this mark was reached.</summary>
    private void Mark()
    {
        for (var patience = new Patience(_file.Rules.LockTimeout); ; patience.Wait())
        {
            if (patience.IsOver) throw JournalTroubles.StillRead(_file.Path, _file.Rules.LockTimeout);
            while (TryBegin() is { NeedsLog: false })
            {
                Writer.Execute("UPDATE journal SET log = log + 1");
                Writer.Execute("COMMIT");
                _file.Rules.Step(JournalStep.LogRaised);
            }

            try
            {
                // Nobody else can write now: the main file gets exactly the content of the log.
                var state = JournalState.Read(Writer);
                if (Passive() && _main.MarkedLog == state.Log)
                {
                    _file.Rules.Step(JournalStep.LogMarked);
                    Writer.Execute("UPDATE journal SET reached = log");
                    Writer.Execute("COMMIT");
                    _commitsAtMark = state.Commits;
                    _file.Rules.Step(JournalStep.LogReached);
                    return;
                }
            }
            finally
            {
                Writer.RollBack();
            }
        }
    }

    /// <summary>Makes a full checkpoint. What others write meanwhile is left for the last process that closes the journal.</summary>
    private bool Fold()
    {
        Mark();
        var state = TryBegin();
        try
        {
            if (state.NeedsLog || state.Commits != _commitsAtMark || !Passive()) return false;
        }
        finally
        {
            Writer.RollBack();
        }

        _file.Rules.Step(JournalStep.Folded);
        return _main.State == state;
    }

    private void Empty()
    {
        // Writes of the pace alone need no mark. A process that was killed right after its mark leaves one that says that the log is needed: with
        // it the log must not be emptied, though the main file has everything.
        if (!(_main.TryRead(out var main) && main is not { NeedsLog: true } && main == JournalState.Read(Writer)) && !Fold()) return;
        Writer.Checkpoint(LogMode.Truncate);
        _file.Rules.Step(JournalStep.LogEmptied);
    }

    private JournalState TryBegin()
    {
        Writer.Execute("BEGIN IMMEDIATE");
        try
        {
            return JournalState.Read(Writer);
        }
        catch
        {
            Writer.RollBack();
            throw;
        }
    }

    /// <summary>Makes a checkpoint as far as no reader blocks it; false where something was left.</summary>
    private bool Passive()
    {
        try
        {
            var (frames, folded) = _side.Checkpoint(LogMode.Passive);
            Verify();
            return frames == folded;
        }
        catch (SqliteException exception) when (JournalTroubles.IsBusy(exception))
        {
            return false;
        }
    }

    private JournalException Lost(string trouble) =>
        _lost = Files.IsMainInPlace ? JournalTroubles.FilesLost(_file.Path, trouble) : JournalTroubles.Moved(_file.Path);
}
