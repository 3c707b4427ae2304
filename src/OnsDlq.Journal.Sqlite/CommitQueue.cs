using System.Diagnostics;

namespace OnsDlq.Journal.Sqlite;

/// <summary>
/// Group commit: writes that wait at the same time share one transaction, and each completes only once that transaction is durable. One thread
/// owns the connection, so writes of one process never compete for the lock.
/// </summary>
internal sealed class CommitQueue : IAsyncDisposable
{
    // Half of what 16 senders write at a time, a settlement and a claim each: while one half is written to disk, the requests of the other half
    // are in flight. With everything in one commit, disk and network would wait for each other; many small commits would cost more.
    private const int LargestBatch = 16;

    // For fairness, a process that always has more to write pauses after a row of commits of this length (ms): SQLite does not queue waiting
    // processes, they poll the lock, after a while only every 100 ms. A row that took longer, because its writes are slow, is followed by a
    // proportionally longer gap: a gap of 1 ms after every 100 ms could be missed by a hundred polls.
    private const int LongestRow = 20, Gap = 1, OverrunShare = 4;

    private readonly Queue<IWrite> _waiting = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly JournalLog _log;
    private readonly JournalConnection _connection;
    private readonly TimeSpan _wait;
    private long _commits;
    private int _urgent;
    private bool _closing;

    /// <summary>Takes over the connection that writes.</summary>
    /// <param name="log">The journal's log, with the connection.</param>
    /// <param name="wait">How long a write that may wait does so for others to share its commit.</param>
    public CommitQueue(JournalLog log, TimeSpan wait = default)
    {
        _wait = wait;
        _log = log;
        _connection = log.Writer;
        new Thread(Work) { IsBackground = true, Name = "OnsDlq journal" }.Start();
    }

    /// <summary>How many transactions were committed.</summary>
    public long Commits => Interlocked.Read(ref _commits);

    /// <summary>
    /// Runs a write in the next transaction and gives its result once that is durable. It can be cancelled only while it waits in the queue.
    /// </summary>
    /// <param name="work">The write.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <param name="counts">Whether losing it would matter; false for the pace and for bookmarks.</param>
    /// <param name="mayWait">Whether it may wait a moment for others to share its commit.</param>
    /// <exception cref="ObjectDisposedException">The journal is closed.</exception>
    public Task<T> WriteAsync<T>(Func<JournalConnection, T> work, CancellationToken cancellationToken, bool counts = true, bool mayWait = false) =>
        Enqueue(new Write<T>(work, counts, cancellationToken) { MayWait = mayWait });

    /// <summary>Runs something between two transactions.</summary>
    /// <exception cref="ObjectDisposedException">The journal is closed.</exception>
    public Task<T> DoAsync<T>(Func<JournalLog, T> work, CancellationToken cancellationToken) =>
        Enqueue(new Write<T>(_ => work(_log), counts: false, cancellationToken) { IsAlone = true });

    private Task<T> Enqueue<T>(Write<T> write)
    {
        lock (_waiting)
        {
            if (!_closing)
            {
                _waiting.Enqueue(write);
                if (!write.MayWait) _urgent++;
                Monitor.Pulse(_waiting);
                return write.Completion;
            }
        }

        if (write.TakeUp()) write.Fail(new ObjectDisposedException(nameof(SqliteJournal)));
        return write.Completion;
    }

    /// <summary>Writes what is queued, then makes a checkpoint and closes the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_waiting)
        {
            _closing = true;
            Monitor.Pulse(_waiting);
        }

        await _ended.Task.ConfigureAwait(false);
    }

    private void Work()
    {
        try
        {
            for (var row = Environment.TickCount64; WaitForWrites(ref row);)
            {
                var overrun = Environment.TickCount64 - row - LongestRow;
                if (overrun >= 0)
                {
                    _ended.Task.Wait(Gap + (int)(overrun / OverrunShare)); // a pause: the task cannot end meanwhile
                    row = Environment.TickCount64;
                }

                CommitWaiting();
            }

            _log.End();
            _log.Dispose();
            _ended.SetResult();
        }
        catch (Exception exception)
        {
            _ended.SetException(exception);
        }
    }

    /// <summary>Waits for a write; false where the queue is closed and empty. Where it had to wait, a new row of commits begins.</summary>
    private bool WaitForWrites(ref long row)
    {
        lock (_waiting)
        {
            while (_waiting.Count == 0 && !_closing)
            {
                Monitor.Wait(_waiting);
                row = Environment.TickCount64;
            }

            for (var began = Stopwatch.GetTimestamp(); _urgent == 0 && !_closing;)
            {
                var left = _wait - Stopwatch.GetElapsedTime(began);
                if (left <= TimeSpan.Zero) break;
                Monitor.Wait(_waiting, (int)Math.Ceiling(left.TotalMilliseconds));
            }

            return _waiting.Count > 0;
        }
    }

    private void CommitWaiting()
    {
        if (TakeUpAlone() is { } alone)
        {
            Finish([alone], Do(alone));
            return;
        }

        var fault = Begin();

        // The batch is taken only now, so that it has the writes that arrived while another process held the lock, but none that was cancelled.
        // If no transaction could be begun, all queued writes fail at once, and do not wait for the lock again.
        var batch = TakeUp(fault is null ? LargestBatch : int.MaxValue);
        IWrite? culprit = null;
        fault ??= Commit(batch, out culprit);
        if (culprit is null || batch.Count == 1)
        {
            Finish(batch, fault);
        }
        else
        {
            // One failing write must not fail the others.
            foreach (var write in batch) Finish([write], Begin() ?? Commit([write], out _));
        }
    }

    private List<IWrite> TakeUp(int most)
    {
        var batch = new List<IWrite>(LargestBatch);
        lock (_waiting)
        {
            while (batch.Count < most && _waiting.TryPeek(out var write) && !write.IsAlone)
                if (Dequeue().TakeUp()) batch.Add(write);
        }

        return batch;
    }

    private IWrite? TakeUpAlone()
    {
        lock (_waiting)
        {
            while (_waiting.TryPeek(out var write) && write.IsAlone)
                if (Dequeue().TakeUp()) return write;
            return null;
        }
    }

    private IWrite Dequeue()
    {
        var write = _waiting.Dequeue();
        if (!write.MayWait) _urgent--;
        return write;
    }

    private Exception? Do(IWrite alone)
    {
        try
        {
            alone.Execute(_connection);
            return null;
        }
        catch (Exception exception)
        {
            return RollBack(exception);
        }
    }

    private Exception? Begin()
    {
        try
        {
            _connection.Execute("BEGIN IMMEDIATE");
            _log.BeforeWrites();
            return null;
        }
        catch (Exception exception)
        {
            return RollBack(exception);
        }
    }

    /// <summary>
    /// Does the writes and commits them. Where that fails, none of them happened: gives the error, and the write that caused it, if one did.
    /// </summary>
    private Exception? Commit(List<IWrite> batch, out IWrite? culprit)
    {
        culprit = null;
        try
        {
            foreach (var write in batch)
            {
                culprit = write;
                write.Execute(_connection);
            }

            culprit = null;
            var counts = batch.Exists(write => write.Counts);
            _log.BeforeCommit(counts);
            _connection.Execute("COMMIT");
            Interlocked.Increment(ref _commits);
            _log.AfterCommit(counts);
            return null;
        }
        catch (Exception exception)
        {
            return RollBack(exception);
        }
    }

    private Exception RollBack(Exception why)
    {
        try
        {
            _connection.RollBack();
            return _log.Name(why);
        }
        catch (Exception again)
        {
            return _log.Name(again);
        }
    }

    private static void Finish(List<IWrite> batch, Exception? fault)
    {
        foreach (var write in batch)
        {
            if (fault is null) write.Succeed();
            else write.Fail(fault);
        }
    }
}
