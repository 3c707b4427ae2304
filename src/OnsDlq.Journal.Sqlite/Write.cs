namespace OnsDlq.Journal.Sqlite;

/// <summary>
/// A write that waits for its transaction. Once it is taken out of the queue it can no longer be cancelled, since it may be committed.
/// </summary>
internal sealed class Write<T> : IWrite
{
    private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Func<JournalConnection, T> _work;
    private readonly CancellationToken _cancellationToken;
    private readonly CancellationTokenRegistration _registration;
    private int _gone;
    private T? _result;

    public Write(Func<JournalConnection, T> work, bool counts, CancellationToken cancellationToken)
    {
        _work = work;
        Counts = counts;
        _cancellationToken = cancellationToken;
        _registration = cancellationToken.UnsafeRegister(static state => ((Write<T>)state!).Cancel(), this);
    }

    public bool Counts { get; }

    public bool IsAlone { get; init; }

    public bool MayWait { get; init; }

    public Task<T> Completion => _completion.Task;

    public bool TakeUp()
    {
        _registration.Unregister();
        return Interlocked.Exchange(ref _gone, 1) == 0;
    }

    public void Execute(JournalConnection connection) => _result = _work(connection);

    public void Succeed() => _completion.TrySetResult(_result!);

    public void Fail(Exception exception) => _completion.TrySetException(exception);

    private void Cancel()
    {
        if (Interlocked.Exchange(ref _gone, 1) == 0) _completion.TrySetCanceled(_cancellationToken);
    }
}
