using OnsDlq.Messages;

namespace OnsDlq.Listing;

/// <summary>
/// Which entries were given already, of this window and the one before: an entry that the service shows twice, on two pages or on either
/// side of a border, is given once. Remembers no more than two windows.
/// </summary>
internal sealed class SeenEntries
{
    private HashSet<(string MsgId, long StoreTimestamp)> _before = [];
    private HashSet<(string MsgId, long StoreTimestamp)> _now = [];

    /// <summary>Whether an entry was not given yet; from now on it was.</summary>
    public bool Add(DeadLetter entry)
    {
        var key = (entry.MsgId, entry.StoreTimestamp);
        return !_before.Contains(key) && _now.Add(key);
    }

    /// <summary>Goes on to the next window.</summary>
    public void GoOn()
    {
        // A window without entries is no reason to forget the one before.
        if (_now.Count == 0) return;
        (_before, _now) = (_now, _before);
        _now.Clear();
    }
}
