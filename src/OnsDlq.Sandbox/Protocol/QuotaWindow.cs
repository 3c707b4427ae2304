namespace OnsDlq.Sandbox.Protocol;

/// <summary>Counts the calls of one operation in fixed windows, which begin at whole multiples of the window's length.</summary>
internal sealed class QuotaWindow(Quota quota)
{
    private readonly object _gate = new();
    private long _window = long.MinValue;
    private int _taken;

    /// <summary>Counts one call; gives null, or, where it is refused, the time until the next window. A refused call is not counted.</summary>
    public TimeSpan? Take(DateTimeOffset now)
    {
        var window = now.UtcTicks / quota.Window.Ticks;
        lock (_gate)
        {
            if (window != _window)
            {
                _window = window;
                _taken = 0;
            }

            if (_taken >= quota.Calls) return TimeSpan.FromTicks(((window + 1) * quota.Window.Ticks) - now.UtcTicks);
            _taken++;
            return null;
        }
    }
}
