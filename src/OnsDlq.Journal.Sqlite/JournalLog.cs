using Microsoft.Data.Sqlite;
using OnsDlq.Files;

namespace OnsDlq.Journal.Sqlite;

/// <summary>
/// The log of an open journal: whether it is still the one that was opened, whether the main file says that it needs it, and how it is
/// folded in. For the thread that writes, but for <see cref="Look"/>.
/// </summary>
/// <remarks>
/// <para>
/// Before anything that counts is acknowledged which stands in the log alone, the main file says durably that it needs its log
/// (<see cref="JournalState.NeedsLog"/>): the number of the log is raised, and only that is folded in while nobody else can write; then the
/// log goes on. Whoever folds a log in whole, be it another program, thereby brings in what says that it was reached.
/// </para>
/// <para>
/// Folding in does the same first: all pages but one come in while the main file says that it needs the log, and then that one.
/// </para>
/// </remarks>
internal sealed class JournalLog : IDisposable
{
    // How long a main file may look damaged while a log is folded in (ms).
    private const int Unsettled = 2000;

    private readonly JournalFile _file;
    private readonly JournalConnection _side;
    private readonly HighWater _highWater;
    private readonly object _pause = new();
    private JournalState? _main;
    private FileStatus? _mainFile;
    private int _folded = -1;
    private long _commitsAtMark;
    private long _leastSize;
    private long _commits;
    private int _foldFrom;
    private JournalException? _lost;
    private bool _wrote;

    private JournalLog(JournalFile file, JournalConnection writer, JournalConnection side, JournalFiles files, HighWater highWater, string id) =>
        (_file, Writer, _side, Files, _highWater, Id) = (file, writer, side, files, highWater, id);

    /// <summary>The connection that writes.</summary>
    public JournalConnection Writer { get; }

    /// <summary>The journal's ID.</summary>
    public string Id { get; }

    /// <summary>The files.</summary>
    public JournalFiles Files { get; }

    /// <summary>Why nothing may be written before a person has decided; null where nothing is in the way.</summary>
    public JournalException? Refusal { get; private set; }

    /// <summary>What is worth a warning; null for nothing.</summary>
    public string? Warning => _highWater.Trouble;

    /// <summary>Takes over a connection that writes, and looks whether the log fits.</summary>
    /// <param name="file">The file.</param>
    /// <param name="writer">The connection.</param>
    /// <param name="wrote">Whether something was written by it already.</param>
    /// <param name="marks">Where it is noted how far journals have come; null for nowhere.</param>
    /// <exception cref="JournalException">The files are not those that belong together.</exception>
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

    /// <summary>Within a transaction in which nothing was done yet: looks whether what is written will be found.</summary>
    /// <exception cref="JournalException">It will not be found, or nothing may be written.</exception>
    public void BeforeWrites()
    {
        if (Refusal is not null) throw Refusal;
        CheckFiles();

        // A newer version that took the journal over would not find what this one writes.
        _file.Rules.Schema.Check(Writer, _file.Path);
    }

    /// <summary>Before a transaction is committed, within it: looks once more, and counts it.</summary>
    /// <param name="counts">Whether it holds anything but the pace.</param>
    /// <exception cref="JournalException">What is written will not be found.</exception>
    public void BeforeCommit(bool counts)
    {
        CheckFiles();
        _file.Rules.Step(JournalStep.Committing);
        _wrote = true;
        if (!counts) return;
        _commits = (long)Writer.Scalar("UPDATE journal SET reached = log, commits = commits + 1 RETURNING commits")!;
    }

    /// <summary>After a commit, before anybody is told: sees to it that the main file says that it needs the log.</summary>
    /// <param name="counts">Whether it held anything but the pace.</param>
    /// <exception cref="JournalException">It does not say so: the files are others, or somebody reads on and on.</exception>
    public void AfterCommit(bool counts)
    {
        _file.Rules.Step(JournalStep.Committed);
        var (frames, folded) = _side.Checkpoint(LogMode.Look);
        Volatile.Write(ref _leastSize, Files.SizeOf(frames));
        if (!counts) return;
        _highWater.Note(_commits);
        if (folded != _folded || _main?.NeedsLog != true || HasMainChanged()) Verify();
        if (_main?.NeedsLog != true) Mark();
        if (frames < _file.Rules.LongLog) _foldFrom = _file.Rules.LongLog;
        if (frames < _foldFrom) return;

        // Who reads on and on may keep it from being folded in.
        _foldFrom = frames + (_file.Rules.LongLog / 4);
        Fold();
    }

    /// <summary>Looks, from any thread, whether what was written will be found; false where the writing thread must look closer.</summary>
    /// <exception cref="JournalException">It will not.</exception>
    public bool Look()
    {
        if ((_lost ?? Refusal) is { } known) throw known;
        return Files.Trouble(0) is null && Files.TroubleWithNames() is null && Files.LogSize >= Volatile.Read(ref _leastSize) && !HasMainChanged();
    }

    /// <summary>What an error means, from any thread: SQLite's own words are of little help where the files are not the right ones any more.</summary>
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

    /// <summary>How many commits this user knows of; null where that is not noted.</summary>
    public long? KnownCommits => _highWater.IsKept ? _highWater.Commits : null;

    /// <summary>Whether the main file said that it needs the log, when it was last looked at.</summary>
    public bool NeedsLog => _main?.NeedsLog == true;

    /// <summary>A person's word that what is missing is missing: the journal goes on from here. False where nothing is.</summary>
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
        _main = null;
        AfterCommit(counts: true);
        return true;
    }

    /// <summary>
    /// Folds the log in where something was written and the files are still the right ones; tells SQLite then that it may delete an empty
    /// log. Never fails: what is not folded in stays in the log.
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
            // It is all in the log.
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _side.Dispose();
        Writer.Dispose();
        _highWater.Dispose();
    }

    // Within a transaction that keeps everybody else from writing.
    private void Judge(JournalState state)
    {
        if (Files.TroubleAtOpening() is { } trouble) throw Lost(trouble);
        var (frames, folded) = _side.Checkpoint(LogMode.Look);
        _leastSize = Files.SizeOf(frames);
        if (Files.Trouble(frames) is { } gone) throw Lost(gone);
        _mainFile = Files.LookAtMain();
        if (TryReadMain(out var main)) _main = main;
        _folded = folded;
        var ahead = state.Log - _main?.Log;
        string? why = null;
        if (frames == 0 && state.NeedsLog)
            why = JournalTroubles.LogGone;
        else if (_main is not null && (_main.Id != state.Id || !(ahead == 0 || (ahead == 1 && state.NeedsLog)) || _main.Commits > state.Commits))
            why = "the log beside it is not the one that belongs to it";
        else if (_highWater.Commits > state.Commits)
            why = JournalTroubles.OldCopy(_highWater.Commits - state.Commits);
        if (why is not null) Refusal = JournalTroubles.Incomplete(_file.Path, why);
    }

    private void CheckFiles()
    {
        if (_lost is not null) throw _lost;
        var (frames, _) = _side.Checkpoint(LogMode.Look);
        if (Files.Trouble(frames) is { } trouble) throw Lost(trouble);
        if (Files.TroubleWithNames() is { } names) throw _lost = JournalTroubles.SeveralNames(_file.Path, names);
        if (_mainFile is not null && HasMainChanged()) Verify();
    }

    private bool HasMainChanged() =>
        Files.LookAtMain() is not { } now || now.ModifiedAt != Volatile.Read(ref _mainFile)?.ModifiedAt || now.Size != _mainFile?.Size;

    /// <summary>Looks into the main file itself: somebody folded the log in, or wrote another file over it.</summary>
    private void Verify()
    {
        var looked = Files.LookAtMain();
        var (_, folded) = _side.Checkpoint(LogMode.Look);
        JournalState? main;
        try
        {
            // Nobody can take a half of it for the whole, and it is looked at again before the next commit.
            if (!TryReadMain(out main)) return;
        }
        catch (Exception exception) when (exception is JournalException or SqliteException or InvalidDataException)
        {
            throw Lost($"'{Files.Main}' was written over");
        }

        if (_main is not null && (main is null || main.Id != _main.Id || main.Log < _main.Log || main.Commits < _main.Commits))
            throw Lost($"'{Files.Main}' was written over by an older copy");
        _main = main;
        _folded = folded;
        Volatile.Write(ref _mainFile, looked);
    }

    /// <summary>Reads the main file by itself, once nobody folds in a log by which it grows; false where one is folded in by half.</summary>
    private bool TryReadMain(out JournalState? main)
    {
        for (var end = Environment.TickCount64 + Unsettled; ;)
        {
            try
            {
                main = _file.ReadMain();
                return true;
            }
            catch (Exception exception) when (exception is JournalException or SqliteException or InvalidDataException)
            {
                main = null;
                if (IsHalfFolded(exception)) return false;
                if (Environment.TickCount64 >= end) throw;
                lock (_pause) Monitor.Wait(_pause, 1); // nobody wakes it
            }
        }
    }

    // Where somebody reads, no page that was written since is folded in, not even as it was: the first page may tell of pages not there yet.
    private bool IsHalfFolded(Exception exception) =>
        _main is not null && exception.GetBaseException() is SqliteException damage && JournalTroubles.IsDamage(damage)
        && _side.Checkpoint(LogMode.Look) is var (frames, folded) && folded < frames && Files.Trouble(frames) is null;

    /// <summary>Lets the main file say that it needs the log, and the log go on.</summary>
    private void Mark()
    {
        for (var patience = Patience(); ; patience())
        {
            while (TryBegin() is { NeedsLog: false })
            {
                Writer.Execute("UPDATE journal SET log = log + 1");
                Writer.Execute("COMMIT");
                _file.Rules.Step(JournalStep.LogRaised);
            }

            try
            {
                // Nobody else can write now: the main file gets exactly what stands in the log.
                var state = JournalState.Read(Writer);
                if (Passive() && (_main?.Log, _main?.NeedsLog) == (state.Log, true))
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

    /// <summary>Brings all that is in the log into the main file. What somebody else writes meanwhile stays for whoever ends last.</summary>
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
        return _main == state;
    }

    private void Empty()
    {
        // What is of the pace alone needs no mark.
        if (!(TryReadMain(out var main) && main == JournalState.Read(Writer)) && !Fold()) return;
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

    /// <summary>Folds in what no reader stands in the way of; false where something was left.</summary>
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

    private Action Patience()
    {
        var end = Environment.TickCount64 + (long)_file.Rules.LockTimeout.TotalMilliseconds;
        return () =>
        {
            if (Environment.TickCount64 > end) throw JournalTroubles.StillRead(_file.Path, _file.Rules.LockTimeout);
            lock (_pause) Monitor.Wait(_pause, 1); // nobody wakes it
        };
    }

    private JournalException Lost(string trouble) =>
        _lost = Files.IsMainInPlace ? JournalTroubles.FilesLost(_file.Path, trouble) : JournalTroubles.Moved(_file.Path);
}
