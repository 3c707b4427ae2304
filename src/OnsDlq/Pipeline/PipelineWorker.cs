using System.Threading.Channels;

namespace OnsDlq.Pipeline;

/// <summary>A task that works on the items a command takes from the pipeline, started before the first and awaited after the last.</summary>
/// <typeparam name="TItem">What the command makes of one pipeline input.</typeparam>
internal sealed class PipelineWorker<TItem>
{
    private readonly PipelineBridge _bridge;
    private readonly Channel<TItem> _items;
    private readonly Task _task;

    /// <summary>Starts the work.</summary>
    /// <param name="bridge">The command's bridge.</param>
    /// <param name="capacity">How many items may wait before the pipeline does.</param>
    /// <param name="work">Reads the items until there are no more.</param>
    public PipelineWorker(PipelineBridge bridge, int capacity, Func<ChannelReader<TItem>, IPipelineWriter, CancellationToken, Task> work)
    {
        _bridge = bridge;
        _items = Channel.CreateBounded<TItem>(new BoundedChannelOptions(capacity) { SingleWriter = true });
        _task = bridge.Start((writer, cancellationToken) => work(_items.Reader, writer, cancellationToken));
    }

    /// <summary>
    /// Hands over one item and writes what is ready; where there is no room, writes what arrives until there is. Throws what the work
    /// threw where it has failed.
    /// </summary>
    /// <returns>False where the work has ended of itself and takes no more.</returns>
    public bool Enqueue(TItem item)
    {
        while (!_task.IsCompleted)
        {
            _bridge.Token.ThrowIfCancellationRequested();
            _bridge.Drain();
            if (_items.Writer.TryWrite(item)) return true;
            _bridge.DrainUntil(Task.WhenAny(_task, _items.Writer.WaitToWriteAsync(_bridge.Token).AsTask()));
        }

        _bridge.Await(_task);
        return false;
    }

    /// <summary>Says that there are no more items and writes what arrives until the work has ended; throws what it threw.</summary>
    public void Complete()
    {
        _items.Writer.TryComplete();
        _bridge.Await(_task);
    }
}
