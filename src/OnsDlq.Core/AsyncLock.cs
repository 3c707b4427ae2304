using System.Threading.Channels;

namespace OnsDlq;

/// <summary>An asynchronous lock (mutex): one holder at a time, in the order of the requests.</summary>
/// <remarks>
/// Used instead of <see cref="SemaphoreSlim"/>, which always continues the next waiter on another thread, and has to be disposed of.
/// </remarks>
internal sealed class AsyncLock
{
    // A channel with one key: whoever has taken the key out holds the lock, and puts it back to release it.
    private readonly Channel<IDisposable> _keys;

    /// <summary>Makes a free lock.</summary>
    /// <param name="handsOverInline">
    /// Whether the thread that releases the lock first runs the next holder's continuation, until that awaits something; good for short
    /// continuations. From .NET 10 on; on .NET 8 the continuation runs on another thread.
    /// </param>
    public AsyncLock(bool handsOverInline = false)
    {
        _keys = Channel.CreateBounded<IDisposable>(new BoundedChannelOptions(1) { AllowSynchronousContinuations = handsOverInline });
        _keys.Writer.TryWrite(new Key(_keys.Writer));
    }

    /// <summary>Waits for the lock. Disposing of the result, once, releases it.</summary>
    public ValueTask<IDisposable> EnterAsync(CancellationToken cancellationToken) => _keys.Reader.ReadAsync(cancellationToken);

    private sealed class Key(ChannelWriter<IDisposable> place) : IDisposable
    {
        public void Dispose() => place.TryWrite(this);
    }
}
