using System.Threading.Channels;

namespace OnsDlq;

/// <summary>A lock that is waited for without blocking a thread: one holder at a time, in the order of asking.</summary>
/// <remarks>
/// In place of <see cref="SemaphoreSlim"/>, which always goes on with the next one on another thread, and has to be disposed of.
/// </remarks>
internal sealed class AsyncLock
{
    // The one key: whoever has taken it out holds the lock, and puts it back.
    private readonly Channel<IDisposable> _keys;

    /// <summary>Makes a lock that nobody holds.</summary>
    /// <param name="handsOverInline">
    /// Whether whoever lets go of it goes on with the next holder's work first, until that waits for something: right for work that soon
    /// does. From .NET 10 on; .NET 8 goes on with it on another thread.
    /// </param>
    public AsyncLock(bool handsOverInline = false)
    {
        _keys = Channel.CreateBounded<IDisposable>(new BoundedChannelOptions(1) { AllowSynchronousContinuations = handsOverInline });
        _keys.Writer.TryWrite(new Key(_keys.Writer));
    }

    /// <summary>Waits for the lock. Whoever gets it disposes, once, of what this gives.</summary>
    public ValueTask<IDisposable> EnterAsync(CancellationToken cancellationToken) => _keys.Reader.ReadAsync(cancellationToken);

    private sealed class Key(ChannelWriter<IDisposable> place) : IDisposable
    {
        public void Dispose() => place.TryWrite(this);
    }
}
