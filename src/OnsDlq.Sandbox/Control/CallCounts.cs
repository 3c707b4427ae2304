using System.Collections.Concurrent;

namespace OnsDlq.Sandbox.Control;

/// <summary>Counts calls by operation.</summary>
internal sealed class CallCounts : ICallLedger
{
    private readonly ConcurrentDictionary<string, int> _accepted = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> _refused = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public void Accepted(string action) => _accepted.AddOrUpdate(action, 1, (_, count) => count + 1);

    /// <inheritdoc/>
    public void Refused(string action) => _refused.AddOrUpdate(action, 1, (_, count) => count + 1);
}
