using System.Collections.Concurrent;

namespace OnsDlq.Journal.Sqlite;

/// <summary>
/// Group commit: writes that wait at the same time share one transaction, and each completes only once that transaction is durable.
/// One thread owns the connection, so writes of one process never contend with each other.
/// </summary>
internal sealed class CommitQueue : IAsyncDisposable
{
    private const int LargestBatch = 256;

    // How long a commit waits for those whose writes shared the one before, in ms: not longer than it takes by itself.
    private const int MostWait = 1;

    private readonly BlockingCollection<IWrite> _writes = [];
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly JournalConnection _connection;
    private readonly JournalFile _file;
    private long _commits;
    private int _expected;

    public CommitQueue(JournalConnection connection, JournalFile file)
    {
        _connection = connection;
        _file = file;
        new Thread(Work) { IsBackground = true, Name = "OnsDlq journal" }.Start();
    }

    /// <summary>How many transactions were committed.</summary>
    public long Commits => Interlocked.Read(ref _commits);

    /// <summary>Runs a write in the next transaction and gives its result once that is durable. Cancelled only while it still waits.</summary>
    /// <exception cref="ObjectDisposedException">The journal is closed.</exception>
    public Task<T> WriteAsync<T>(Func<JournalConnection, T> work, CancellationToken cancellationToken)
    {
        var write = new Write<T>(work, cancellationToken);
        try
        {
            _writes.Add(write, CancellationToken.None);
        }
        catch (InvalidOperationException)
        {
            if (write.TakeUp()) write.Fail(new ObjectDisposedException(nameof(SqliteJournal)));
        }

        return write.Completion;
    }

    /// <summary>Writes what waits, then closes the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        _writes.CompleteAdding();
        await _ended.Task.ConfigureAwait(false);
    }

    private void Work()
    {
        try
        {
            foreach (var first in _writes.GetConsumingEnumerable()) CommitWith(first);
            _connection.Dispose();
            _ended.SetResult();
        }
        catch (Exception exception)
        {
            _ended.SetException(exception);
        }
    }

    private void CommitWith(IWrite first)
    {
        var come = Await(first);
        var fault = Begin();

        // Taken up only now: what arrived while another process held the lock comes along, and what was cancelled does not.
        var batch = TakeUp(come);
        _expected = batch.Count;
        IWrite? culprit = null;
        fault ??= Commit(batch, out culprit);
        if (culprit is null || batch.Count == 1) Finish(batch, fault);
        else
        {
            // One write that cannot be done must not take the others with it.
            foreach (var write in batch) Finish([write], Begin() ?? Commit([write], out _));
        }
    }

    // Who wrote together will do so again: whoever came back from the last commit is on the way to the next at the same time as the others.
    private List<IWrite> Await(IWrite first)
    {
        var come = new List<IWrite> { first };
        for (var began = Environment.TickCount64; come.Count < _expected && Environment.TickCount64 - began <= MostWait;)
        {
            if (!_writes.TryTake(out var next, MostWait)) break;
            come.Add(next);
        }

        return come;
    }

    private List<IWrite> TakeUp(List<IWrite> come)
    {
        while (come.Count < LargestBatch && _writes.TryTake(out var next)) come.Add(next);
        come.RemoveAll(write => !write.TakeUp());
        return come;
    }

    private Exception? Begin()
    {
        try
        {
            _connection.Execute("BEGIN IMMEDIATE");
            _file.Check(_connection);
            return null;
        }
        catch (Exception exception)
        {
            return RollBack(exception);
        }
    }

    /// <summary>Does the writes and commits them; gives the fault after which none of them happened, and whose it was if it was one's.</summary>
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
            _connection.Execute("COMMIT");
            Interlocked.Increment(ref _commits);
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
            return _file.Name(why);
        }
        catch (Exception again)
        {
            return _file.Name(again);
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
