using System.Collections.Concurrent;

namespace OnsDlq.Sandbox.Identity;

/// <summary>How the metadata service and the credentials URI behave, and how often each was asked; a test sets and reads it.</summary>
internal sealed class HandOut
{
    private readonly ConcurrentDictionary<string, int> _counts = new(StringComparer.Ordinal);
    private int _failuresLeft;

    /// <summary>How the metadata service answers; replaced as a whole.</summary>
    public HandOutSettings Settings { get; private set; } = new();

    /// <summary>How often each source was asked.</summary>
    public IReadOnlyDictionary<string, int> Counts => new SortedDictionary<string, int>(_counts, StringComparer.Ordinal);

    /// <summary>Takes new settings, and how many requests for credentials are to fail from now on.</summary>
    public void Set(HandOutSettings settings, int? failures)
    {
        Settings = settings;
        if (failures is { } count) Interlocked.Exchange(ref _failuresLeft, count);
    }

    /// <summary>Counts a request.</summary>
    public void Count(string source) => _counts.AddOrUpdate(source, 1, (_, count) => count + 1);

    /// <summary>Whether this request for credentials is one that is to fail.</summary>
    public bool Fails()
    {
        while (Volatile.Read(ref _failuresLeft) is > 0 and var left)
            if (Interlocked.CompareExchange(ref _failuresLeft, left - 1, left) == left) return true;

        return false;
    }
}
