using System.Collections.Concurrent;

namespace OnsDlq.Sandbox.Identity;

/// <summary>The behaviour of the metadata service and the credentials URI, and the number of their requests, for tests.</summary>
internal sealed class HandOut
{
    private readonly ConcurrentDictionary<string, int> _counts = new(StringComparer.Ordinal);
    private int _failuresLeft;

    /// <summary>The settings; replaced as a whole.</summary>
    public HandOutSettings Settings { get; private set; } = new();

    /// <summary>The number of requests by source.</summary>
    public IReadOnlyDictionary<string, int> Counts => new SortedDictionary<string, int>(_counts, StringComparer.Ordinal);

    /// <summary>Changes the settings, and how many requests for credentials fail from now on.</summary>
    public void Set(HandOutSettings settings, int? failures)
    {
        Settings = settings;
        if (failures is { } count) Interlocked.Exchange(ref _failuresLeft, count);
    }

    public void Count(string source) => _counts.AddOrUpdate(source, 1, (_, count) => count + 1);

    /// <summary>Whether this request for credentials fails.</summary>
    public bool Fails()
    {
        while (Volatile.Read(ref _failuresLeft) is > 0 and var left)
            if (Interlocked.CompareExchange(ref _failuresLeft, left - 1, left) == left) return true;

        return false;
    }
}
