using OnsDlq.Messages;

namespace OnsDlq.Listing;

/// <summary>
/// Removes duplicates: remembers the entries of this window and the one before, so that an entry that the service shows twice, on two pages or
/// in two neighbouring windows, is given once.
/// </summary>
internal sealed class SeenEntries
{
    private HashSet<(string MsgId, long StoreTimestamp)> _before = [];
    private HashSet<(string MsgId, long StoreTimestamp)> _now = [];

    /// <summary>Adds an entry; false where it was given already.</summary>
    public bool Add(DeadLetter entry)
    {
        var key = (entry.MsgId, entry.StoreTimestamp);
        return !_before.Contains(key) && _now.Add(key);
    }

    /// <summary>Begins the next window.</summary>
    public void GoOn()
    {
        // An empty window does not replace the one before.
        if (_now.Count == 0) return;
        (_before, _now) = (_now, _before);
        _now.Clear();
    }
}
