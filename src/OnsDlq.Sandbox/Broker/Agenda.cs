namespace OnsDlq.Sandbox.Broker;

/// <summary>
/// What happens at a time of the service's clock: retries, and changes of consumers. There is no timer: what is due is done, in the order of its
/// times, before the state is next looked at, so that the clock may be moved over any number of them. Not thread-safe.
/// </summary>
internal sealed class Agenda
{
    private readonly PriorityQueue<Action<long>, (long Time, long Order)> _items = new();
    private long _added;

    /// <summary>Adds something to do at a time (Unix ms), which it is given.</summary>
    public void Add(long time, Action<long> act) => _items.Enqueue(act, (time, _added++));

    /// <summary>Does what is due, including what follows from it.</summary>
    public void RunUntil(long now)
    {
        while (_items.TryPeek(out _, out var first) && first.Time <= now) _items.Dequeue()(first.Time);
    }
}
