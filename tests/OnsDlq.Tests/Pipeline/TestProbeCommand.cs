using System.Management.Automation;
using System.Threading.Channels;
using OnsDlq.Commands.Bases;
using OnsDlq.Pipeline;

namespace OnsDlq.Tests.Pipeline;

/// <summary>A command on the real base class whose work is chosen by each test.</summary>
[Cmdlet(VerbsDiagnostic.Test, "Probe")]
[OutputType(typeof(object))]
public sealed class TestProbeCommand : OnsDlqCommand
{
    private Channel<object> _items = null!;
    private Task _worker = Task.CompletedTask;

    [Parameter(Mandatory = true)]
    public Probe Probe { get; set; } = null!;

    [Parameter(ValueFromPipeline = true)]
    public object? InputObject { get; set; }

    /// <summary>The block in which the command waits forever: Begin, Process or End.</summary>
    [Parameter]
    public string HangIn { get; set; } = "";

    /// <summary>The item at which the work fails.</summary>
    [Parameter]
    public object? FailAt { get; set; }

    /// <summary>The number of items after which the work ends by itself.</summary>
    [Parameter]
    public int EndAfter { get; set; } = int.MaxValue;

    /// <summary>How many objects the work emits for each item.</summary>
    [Parameter]
    public int Fan { get; set; } = 1;

    [Parameter]
    public int Capacity { get; set; } = 2;

    protected override void Begin()
    {
        Probe.Steps.Add("Begin");
        if (HangIn == "Begin") Hang();
        _items = Channel.CreateBounded<object>(Capacity);
        _worker = Bridge.Start((writer, token) => Probe.TrackAsync(() => WorkAsync(_items.Reader, writer, token)));
    }

    protected override void Process()
    {
        if (HangIn == "Process") Hang();
        Bridge.Drain();
        while (!_items.Writer.TryWrite(InputObject!))
        {
            Bridge.DrainUntil(Task.WhenAny(_worker, _items.Writer.WaitToWriteAsync(StopToken).AsTask()));
            StopToken.ThrowIfCancellationRequested();
            if (!_worker.IsCompleted) continue;
            Bridge.Await(_worker);
            Probe.Steps.Add("Refused");
            return;
        }
    }

    protected override void End()
    {
        Probe.Steps.Add("End");
        if (HangIn == "End") Hang();
        _items.Writer.TryComplete();
        Bridge.Await(_worker);
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        base.Dispose(disposing);
        Probe.WorkOutlivedCommand = Probe.Running > 0;
        Probe.Disposed.TrySetResult();
    }

    private async Task WorkAsync(ChannelReader<object> items, IPipelineWriter writer, CancellationToken cancellationToken)
    {
        var taken = 0;
        await foreach (var item in items.ReadAllAsync(cancellationToken))
        {
            if (Equals(item, FailAt)) throw new InvalidOperationException($"Work failed at {item}.");
            for (var i = 0; i < Fan; i++) await writer.WriteObjectAsync(item);
            if (++taken >= EndAfter) return;
        }
    }

    private void Hang()
    {
        WriteObject("hanging");
        Bridge.Run((_, token) => Probe.TrackAsync(() => Task.Delay(Timeout.Infinite, token)));
    }
}
