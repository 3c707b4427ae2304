using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace OnsDlq.Journal.Sqlite;

/// <summary>
/// Group commit: writes that wait at the same time share one transaction, and each completes only once that transaction is durable.
/// One thread owns the connection, so writes of one process never contend with each other.
/// </summary>
internal sealed class CommitQueue : IAsyncDisposable
{
    private const int LargestBatch = 256;

    private readonly Channel<IWrite> _writes = Channel.CreateUnbounded<IWrite>(new() { SingleReader = true });
    private readonly SqliteConnection _connection;
    private readonly Func<SqliteException, JournalException> _fault;
    private readonly Task _worker;

    public CommitQueue(SqliteConnection connection, Func<SqliteException, JournalException> fault)
    {
        _connection = connection;
        _fault = fault;
        _worker = Task.Factory.StartNew(Work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
    }

    private interface IWrite
    {
        bool Execute(SqliteConnection connection);

        void Succeed();

        void Fail(Exception exception);
    }

    /// <summary>Runs a write in the next transaction and gives its result once that is durable. Cancelled only while it still waits.</summary>
    public Task<T> WriteAsync<T>(Func<SqliteConnection, T> work, CancellationToken cancellationToken)
    {
        var write = new Write<T>(work, cancellationToken);
        if (!_writes.Writer.TryWrite(write)) write.Fail(new ObjectDisposedException(nameof(CommitQueue)));
        return write.Completion;
    }

    public async ValueTask DisposeAsync()
    {
        _writes.Writer.TryComplete();
        await _worker.ConfigureAwait(false);
        await _connection.DisposeAsync().ConfigureAwait(false);
    }

    private async Task Work()
    {
        var batch = new List<IWrite>();
        while (await _writes.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            batch.Clear();
            while (batch.Count < LargestBatch && _writes.Reader.TryRead(out var write)) batch.Add(write);
            Commit(batch);
        }
    }

    private void Commit(List<IWrite> batch)
    {
        var executed = new List<IWrite>(batch.Count);
        try
        {
            using var transaction = _connection.BeginTransaction(deferred: false);
            foreach (var write in batch)
            {
                if (write.Execute(_connection)) executed.Add(write);
            }

            transaction.Commit();
        }
        catch (Exception exception)
        {
            // The transaction is rolled back whole: none of the batch happened.
            var fault = exception is SqliteException told ? _fault(told) : exception;
            foreach (var write in batch) write.Fail(fault);
            return;
        }

        foreach (var write in executed) write.Succeed();
    }

    private sealed class Write<T>(Func<SqliteConnection, T> work, CancellationToken cancellationToken) : IWrite
    {
        private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T? _result;

        public Task<T> Completion => _completion.Task;

        public bool Execute(SqliteConnection connection)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                _completion.TrySetCanceled(cancellationToken);
                return false;
            }

            _result = work(connection);
            return true;
        }

        public void Succeed() => _completion.TrySetResult(_result!);

        public void Fail(Exception exception) => _completion.TrySetException(exception);
    }
}
