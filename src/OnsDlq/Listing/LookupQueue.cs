using System.Threading.Channels;
using OnsDlq.Errors;
using OnsDlq.Pipeline;

namespace OnsDlq.Listing;

/// <summary>
/// Gives message IDs to a search that looks several of them up side by side, beside the pipeline thread: IDs from the pipeline come one by one, and
/// the next one must not wait for the last one's answer. For the pipeline thread.
/// </summary>
/// <param name="bridge">Runs the search and writes its output.</param>
/// <param name="search">The search.</param>
/// <param name="time">The clock.</param>
internal sealed class LookupQueue(PipelineBridge bridge, MessageSearch search, TimeProvider time)
{
    private readonly ProducerPauses _pauses = new(time);
    private Channel<MessageRequest>? _given;
    private Task? _running;

    /// <summary>
    /// Queues an ID; while the queue is full, writes output. Only this thread may write, and only while it is here: so where IDs come slowly, it
    /// waits a while for the answer, which would come with the next ID otherwise.
    /// </summary>
    /// <exception cref="OnsDlqException">A call failed before anything was shown, and all others would fail, too.</exception>
    public void Give(MessageRequest request)
    {
        var patience = _pauses.Arrived();
        if (_running is null)
        {
            var given = _given = Channel.CreateBounded<MessageRequest>(MessageSearch.LookupsInFlight);
            _running = bridge.Start((writer, token) => search.FindAsync(given.Reader.ReadAllAsync(token), writer, token));
        }

        var shown = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        bridge.DrainUntil(Task.WhenAny(_given!.Writer.WriteAsync(request with { Shown = shown }, bridge.Token).AsTask(), _running));
        if (patience > TimeSpan.Zero) bridge.DrainUntil(Task.WhenAny(shown.Task, _running, Task.Delay(patience, time)));
        bridge.Drain();
        _pauses.GoOn(shown.Task);
        if (_running.IsCompleted) Finish();
    }

    /// <summary>Waits for the answers to all that was given, and writes the output.</summary>
    /// <exception cref="OnsDlqException">A call failed before anything was shown, and all others would fail, too.</exception>
    public void Finish()
    {
        if (_running is not { } running) return;
        _given!.Writer.TryComplete();
        _running = null;
        bridge.Await(running);
    }
}
