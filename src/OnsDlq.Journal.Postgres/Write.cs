namespace OnsDlq.Journal.Postgres;

/// <summary>A write that was asked for.</summary>
internal abstract class Write<T> : IWrite
{
    private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationToken _cancellationToken;
    private readonly CancellationTokenRegistration _registration;
    private int _gone;

    protected Write(long askedAt, CancellationToken cancellationToken)
    {
        (AskedAt, _cancellationToken) = (askedAt, cancellationToken);
        _registration = cancellationToken.UnsafeRegister(static state => ((Write<T>)state!).Cancel(), this);
    }

    /// <inheritdoc/>
    public long AskedAt { get; }

    /// <inheritdoc/>
    public bool Again { get; set; }

    /// <summary>Its result, once it is durable.</summary>
    public Task<T> Completion => _completion.Task;

    /// <inheritdoc/>
    public bool IsDone => _completion.Task.IsCompleted;

    /// <inheritdoc/>
    public bool TakeUp()
    {
        _registration.Unregister();
        return Interlocked.Exchange(ref _gone, 1) == 0;
    }

    /// <summary>Completes it for its caller: it is durable.</summary>
    public void Succeed(T result) => _completion.TrySetResult(result);

    /// <inheritdoc/>
    public void Fail(Exception exception) => _completion.TrySetException(exception);

    private void Cancel()
    {
        if (Interlocked.Exchange(ref _gone, 1) == 0) _completion.TrySetCanceled(_cancellationToken);
    }
}
