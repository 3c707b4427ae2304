using Microsoft.Data.Sqlite;
using OnsDlq.Files;

namespace OnsDlq.Journal.Sqlite;

/// <summary>
/// The main file of an open journal: what it says without its log, and whether it is still the one that was opened. For the writing thread only,
/// except for <see cref="HasChanged(FileStatus)"/> and <see cref="NeedsLog"/>.
/// </summary>
/// <param name="file">The file.</param>
/// <param name="side">A connection without a transaction.</param>
/// <param name="files">The journal's files.</param>
/// <remarks>
/// A checkpoint writes the pages of the log into the main file one by one. Where its process is killed meanwhile, or a reader of an older snapshot
/// blocks the rest, the main file has some pages of the log and not others: its first page may then tell of more pages than it has. It is half
/// folded in: damaged without its log, and sound with it, since the log has each page that may be missing.
/// </remarks>
internal sealed class MainFile(JournalFile file, JournalConnection side, JournalFiles files)
{
    // For how long the main file may look damaged during a checkpoint.
    private static readonly TimeSpan Unsettled = TimeSpan.FromSeconds(2);

    private FileStatus? _seen;
    private int _folded = -1;

    /// <summary>The state that it holds; null where there is none, or where it cannot be read for now.</summary>
    public JournalState? State { get; private set; }

    /// <summary>Whether it was found half folded in at opening, and was not completed since.</summary>
    public bool IsHalfFolded { get; private set; }

    /// <summary>Whether it needs its log.</summary>
    public bool NeedsLog => IsHalfFolded || State?.NeedsLog == true;

    /// <summary>
    /// The number of the log that it durably says it needs; null for none. What it says where a process was killed in the middle may not be durable.
    /// </summary>
    public long? MarkedLog => IsHalfFolded || State is not { NeedsLog: true } state ? null : state.Log;

    /// <summary>Reads it for the first time.</summary>
    /// <param name="folded">How many frames of the log are in it.</param>
    public void Open(int folded)
    {
        _seen = files.LookAtMain();
        _folded = folded;
        IsHalfFolded = !TryRead(out var state);
        State = state;
    }

    /// <summary>Forgets what it said.</summary>
    public void Forget() => State = null;

    /// <summary>Whether it is another one than when it was last read; from any thread.</summary>
    public bool HasChanged(FileStatus? main) =>
        main is null || Volatile.Read(ref _seen) is not { } known || main.ModifiedAt != known.ModifiedAt || main.Size != known.Size;

    /// <summary>Whether a checkpoint was made, or it was written to in another way, since it was last read.</summary>
    /// <param name="folded">How many frames of the log are in it.</param>
    public bool HasChanged(int folded) => folded != _folded || HasChanged(files.LookAtMain());

    /// <summary>
    /// Reads it again after it has changed: somebody made a checkpoint, or wrote another file over it. Tells what is wrong; null where nothing is.
    /// </summary>
    public string? Verify()
    {
        var looked = files.LookAtMain();
        var (_, folded) = side.Checkpoint(LogMode.Look);
        JournalState? state;
        bool isWhole;
        try
        {
            isWhole = TryRead(out state);
        }
        catch (Exception exception) when (IsUnreadable(exception))
        {
            return $"'{files.Main}' was written over";
        }

        // Half folded in, it is not taken for a complete file, and is checked again before the next commit.
        if (!isWhole && state is null) return null;
        if (State is { } known && (state is null || state.Id != known.Id || state.Log < known.Log || state.Commits < known.Commits))
            return $"'{files.Main}' was written over by an older copy";
        if (!isWhole) return null;
        (State, IsHalfFolded, _folded) = (state, false, folded);
        Volatile.Write(ref _seen, looked);
        return null;
    }

    /// <summary>
    /// Reads it without its log, after a checkpoint in progress; false where it is half folded in. Its state is then given as far as its pages
    /// are there.
    /// </summary>
    /// <exception cref="JournalException">It is damaged, or another program's.</exception>
    public bool TryRead(out JournalState? state)
    {
        for (var patience = new Patience(Unsettled); ; patience.Wait())
        {
            try
            {
                state = file.ReadMain();
                return true;
            }
            catch (Exception exception) when (IsUnreadable(exception))
            {
                if (IsHalf(exception))
                {
                    state = ReadWhatIsThere();
                    return false;
                }

                if (patience.IsOver) throw;
            }
        }
    }

    private JournalState? ReadWhatIsThere()
    {
        try
        {
            return file.ReadMain(isPartial: true);
        }
        catch (Exception exception) when (JournalTroubles.LacksPages(exception))
        {
            return null;
        }
    }

    private bool IsHalf(Exception exception) => JournalTroubles.LacksPages(exception)
        && side.Checkpoint(LogMode.Look) is var (frames, folded) && folded < frames && files.Trouble(frames) is null;

    private static bool IsUnreadable(Exception exception) =>
        exception is JournalException or SqliteException or InvalidDataException or InvalidOperationException;
}
