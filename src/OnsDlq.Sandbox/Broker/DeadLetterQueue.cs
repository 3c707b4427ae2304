namespace OnsDlq.Sandbox.Broker;

/// <summary>
/// The entries of one group by store time, those of one time in the order of arrival. The result of <see cref="Between"/> never changes: new
/// entries are appended after it, or the array is replaced (copy-on-write). Not thread-safe; the results are.
/// </summary>
internal sealed class DeadLetterQueue
{
    private DeadLetterEntry[] _entries = [];
    private int _count;

    /// <summary>How many entries are stored, including expired ones and those with a store time in the future.</summary>
    public int Count => _count;

    /// <summary>Adds entries that are sorted by store time.</summary>
    public void Add(ReadOnlySpan<DeadLetterEntry> entries)
    {
        if (entries.IsEmpty)
        {
            return;
        }

        if (_count > 0 && entries[0].StoreTimestamp < _entries[_count - 1].StoreTimestamp)
        {
            Merge(entries);
            return;
        }

        if (_entries.Length - _count < entries.Length)
        {
            Array.Resize(ref _entries, Math.Max(checked(_count + entries.Length), (int)Math.Min(Array.MaxLength, _count * 2L)));
        }

        entries.CopyTo(_entries.AsSpan(_count));
        _count += entries.Length;
    }

    /// <summary>The entries with a store time (Unix ms) in the range, both ends included, by store time.</summary>
    public ReadOnlyMemory<DeadLetterEntry> Between(long begin, long end)
    {
        var first = FirstFrom(begin);
        var behind = end == long.MaxValue ? _count : FirstFrom(end + 1);
        return behind <= first ? default : _entries.AsMemory(first, behind - first);
    }

    private int FirstFrom(long storeTimestamp)
    {
        var (low, high) = (0, _count);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            (low, high) = _entries[middle].StoreTimestamp < storeTimestamp ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private void Merge(ReadOnlySpan<DeadLetterEntry> added)
    {
        var merged = new DeadLetterEntry[checked(_count + added.Length)];
        var (old, fresh) = (0, 0);
        for (var i = 0; i < merged.Length; i++)
        {
            var takeOld = fresh == added.Length || (old < _count && _entries[old].StoreTimestamp <= added[fresh].StoreTimestamp);
            merged[i] = takeOld ? _entries[old++] : added[fresh++];
        }

        (_entries, _count) = (merged, merged.Length);
    }
}
