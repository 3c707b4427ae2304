using OnsDlq.Operations;
using OnsDlq.Transport;

namespace OnsDlq.TestKit.Services;

/// <summary>Simulated bodies; counts the calls in flight.</summary>
internal sealed class PlayedBodies : IMessageBodyClient
{
    private readonly object _gate = new();
    private readonly List<string> _asked = [];
    private int _flying;

    /// <summary>Returns the body of a message; by default its ID as text.</summary>
    public Func<string, CancellationToken, Task<byte[]?>> Play { get; set; } = (msgId, _) =>
        Task.FromResult<byte[]?>(System.Text.Encoding.UTF8.GetBytes(msgId));

    /// <summary>The requested bodies, as instance/topic/ID, in the order of the requests.</summary>
    public IReadOnlyList<string> Asked
    {
        get { lock (_gate) return [.. _asked]; }
    }

    /// <summary>The maximum number of calls that were in flight at the same time.</summary>
    public int MostFlying { get; private set; }

    /// <summary>How many calls are in flight.</summary>
    public int Flying
    {
        get { lock (_gate) return _flying; }
    }

    public async Task<byte[]?> GetBodyAsync(string instanceId, string topic, string msgId, CallContext context, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _asked.Add($"{instanceId}/{topic}/{msgId}");
            MostFlying = Math.Max(MostFlying, ++_flying);
        }

        try
        {
            return await Play(msgId, cancellationToken);
        }
        finally
        {
            lock (_gate) _flying--;
        }
    }
}
