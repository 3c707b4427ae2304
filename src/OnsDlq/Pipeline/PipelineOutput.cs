using System.Management.Automation;
using System.Threading.Channels;

namespace OnsDlq.Pipeline;

/// <summary>The bounded queue from tasks to the pipeline thread, the only thread that may write.</summary>
/// <param name="command">The command that writes.</param>
/// <param name="capacity">How many objects and errors may be queued before writers of more have to wait.</param>
internal sealed class PipelineOutput(Cmdlet command, int capacity) : IPipelineWriter, IDisposable
{
    private readonly Channel<Entry> _entries = Channel.CreateUnbounded<Entry>();
    private readonly SemaphoreSlim _room = new(capacity);
    private readonly CancellationTokenSource _closing = new();
    private Task<bool> _arrival = Task.FromResult(true);

    private enum Stream
    {
        Object,
        Error,
        Warning,
        Verbose,
        Progress,
    }

    /// <inheritdoc/>
    public ValueTask WriteObjectAsync(object value) => PostWithRoomAsync(new Entry(Stream.Object, value));

    /// <inheritdoc/>
    public ValueTask WriteErrorAsync(ErrorRecord error) => PostWithRoomAsync(new Entry(Stream.Error, error));

    /// <inheritdoc/>
    public void WriteWarning(string text) => _entries.Writer.TryWrite(new Entry(Stream.Warning, text));

    /// <inheritdoc/>
    public void WriteVerbose(string text) => _entries.Writer.TryWrite(new Entry(Stream.Verbose, text));

    /// <inheritdoc/>
    public void WriteProgress(ProgressRecord record) => _entries.Writer.TryWrite(new Entry(Stream.Progress, record));

    /// <summary>Writes what is queued. Pipeline thread only; exceptions of the pipeline pass through.</summary>
    public void DrainReady()
    {
        while (_entries.Reader.TryRead(out var entry))
        {
            if (entry.Stream is Stream.Object or Stream.Error) _room.Release();
            switch (entry.Stream)
            {
                case Stream.Object:
                    command.WriteObject(entry.Value);
                    break;
                case Stream.Error:
                    command.WriteError((ErrorRecord)entry.Value);
                    break;
                case Stream.Warning:
                    command.WriteWarning((string)entry.Value);
                    break;
                case Stream.Progress:
                    command.WriteProgress((ProgressRecord)entry.Value);
                    break;
                default:
                    command.WriteVerbose((string)entry.Value);
                    break;
            }
        }
    }

    /// <summary>
    /// Writes what arrives until <paramref name="task"/> has ended and all its output is written. Pipeline thread only. Does not rethrow the
    /// task's exception.
    /// </summary>
    public void DrainUntil(Task task)
    {
        while (true)
        {
            var ended = task.IsCompleted;
            DrainReady();
            if (ended) return;
            if (_arrival.IsCompleted) _arrival = _entries.Reader.WaitToReadAsync(CancellationToken.None).AsTask();
            Task.WhenAny(task, _arrival).GetAwaiter().GetResult();
        }
    }

    /// <summary>Drops what is queued and what comes later, and releases writers that wait for room.</summary>
    public void Close()
    {
        _entries.Writer.TryComplete();
        _closing.Cancel();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Close();
        _closing.Dispose();
        _room.Dispose();
    }

    private async ValueTask PostWithRoomAsync(Entry entry)
    {
        try
        {
            await _room.WaitAsync(_closing.Token).ConfigureAwait(false);
            _entries.Writer.TryWrite(entry);
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            // The command has ended: the output is dropped.
        }
    }

    private readonly record struct Entry(Stream Stream, object Value);
}
