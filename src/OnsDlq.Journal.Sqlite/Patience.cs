namespace OnsDlq.Journal.Sqlite;

/// <summary>Waits in small steps for something that other processes do, which nobody signals; for so long at the most.</summary>
internal sealed class Patience(TimeSpan most)
{
    private const int Step = 1; // ms

    private readonly object _nobodyPulses = new();
    private readonly long _end = Environment.TickCount64 + (long)most.TotalMilliseconds;

    /// <summary>Whether the time has passed.</summary>
    public bool IsOver => Environment.TickCount64 >= _end;

    /// <summary>Waits a step.</summary>
    public void Wait()
    {
        lock (_nobodyPulses) Monitor.Wait(_nobodyPulses, Step);
    }
}
