using System.Management.Automation;
using System.Threading.Channels;

namespace OnsDlq.Pipeline;

/// <summary>The queue from tasks to the pipeline thread, which alone may write.</summary>
/// <param name="command">The command that writes.</param>
/// <param name="capacity">How many objects and errors may wait before those who write more must wait themselves.</param>
internal sealed class PipelineOutput(Cmdlet command, int capacity) : IPipelineWriter, IDisposable
{
    private readonly Channel<Entry> _entries = Channel.CreateUnbounded<Entry>();
    private readonly SemaphoreSlim _room = new(capacity);
    private readonly CancellationTokenSource _closing = new();
    private Task<bool> _arrival = Task.FromResult(true);
    private int _unwritten;

    private enum Stream
    {
        Object,
        Error,
        Warning,
        Verbose,
        Progress,
    }

    /// <summary>How many objects could not be written because the command had ended.</summary>
    public int UnwrittenObjects => Volatile.Read(ref _unwritten);

    /// <inheritdoc/>
    public ValueTask WriteObjectAsync(object value) => PostWithRoomAsync(new Entry(Stream.Object, value));

    /// <inheritdoc/>
    public ValueTask WriteErrorAsync(ErrorRecord error) => PostWithRoomAsync(new Entry(Stream.Error, error));

    /// <inheritdoc/>
    public void WriteWarning(string text) => Post(new Entry(Stream.Warning, text));

    /// <inheritdoc/>
    public void WriteVerbose(string text) => Post(new Entry(Stream.Verbose, text));

    /// <inheritdoc/>
    public void WriteProgress(ProgressRecord record) => Post(new Entry(Stream.Progress, record));

    /// <summary>Writes what is queued. Pipeline thread only; throws what the pipeline throws.</summary>
    public void DrainReady()
    {
        while (_entries.Reader.TryRead(out var entry))
        {
            if (entry.TakesRoom) _room.Release();
            try
            {
                Write(entry);
            }
            catch (PipelineStoppedException)
            {
                // A downstream stop has taken the object; a stopped pipeline has not.
                if (entry.Stream == Stream.Object) Interlocked.Increment(ref _unwritten);
                throw;
            }
        }
    }

    /// <summary>
    /// Writes what arrives until <paramref name="task"/> has ended and all it said is written. Pipeline thread only. Does not throw
    /// what the task threw.
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

    /// <summary>Drops what is queued and what is yet to come, counting the objects, and lets go of whoever waits for room.</summary>
    public void Close()
    {
        _entries.Writer.TryComplete();
        _closing.Cancel();
        while (_entries.Reader.TryRead(out var entry))
        {
            CountUnwritten(entry);
        }
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
            Post(entry);
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            CountUnwritten(entry);
        }
    }

    private void Post(Entry entry)
    {
        if (!_entries.Writer.TryWrite(entry)) CountUnwritten(entry);
    }

    private void CountUnwritten(Entry entry)
    {
        if (entry.Stream == Stream.Object) Interlocked.Increment(ref _unwritten);
    }

    private void Write(Entry entry)
    {
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
            case Stream.Verbose:
                command.WriteVerbose((string)entry.Value);
                break;
            case Stream.Progress:
                command.WriteProgress((ProgressRecord)entry.Value);
                break;
        }
    }

    private readonly record struct Entry(Stream Stream, object Value)
    {
        public bool TakesRoom => Stream is Stream.Object or Stream.Error;
    }
}
