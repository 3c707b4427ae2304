namespace OnsDlq.Resend;

/// <summary>A compact hash table from digests to small numbers: about 15 bytes an entry, however many there are. Not thread-safe.</summary>
/// <remarks>
/// Extendible hashing (Fagin and others, 1979): a full bucket is split, and nothing else is moved. A dictionary copies all its entries whenever
/// it grows, and keeps room for twice as many: with a million messages that would be most of the memory of a run.
/// </remarks>
internal sealed class DigestMap
{
    private const int BucketSize = 64;

    // A directory of at most a million buckets. Digests that agree in 20 bits and overfill a bucket are no accident; that bucket just grows.
    private const int MostBits = 20;

    private Bucket[] _directory = [new(0)];
    private int _bits;

    /// <summary>The number stored for a digest, of which the lower 80 bits are compared; null where there is none.</summary>
    public ushort? Find(UInt128 digest)
    {
        var bucket = BucketOf(digest);
        return bucket.IndexOf(digest) is >= 0 and var index ? bucket.NumberAt(index) : null;
    }

    /// <summary>Stores a number for a digest that has none yet.</summary>
    public void Add(UInt128 digest, ushort number)
    {
        var bucket = BucketOf(digest);
        while (bucket.IsFull)
        {
            if (bucket.Bits == MostBits) bucket.Grow();
            else Split(bucket, (int)(ulong)digest & Mask(bucket.Bits));
            bucket = BucketOf(digest);
        }

        bucket.Add((ulong)digest, High(digest), number);
    }

    private static int Mask(int bits) => (1 << bits) - 1;

    private static ushort High(UInt128 digest) => (ushort)(digest >> 64);

    private Bucket BucketOf(UInt128 digest) => _directory[(int)(ulong)digest & Mask(_bits)];

    private void Split(Bucket full, int ending)
    {
        if (full.Bits == _bits)
        {
            _directory = [.. _directory, .. _directory];
            _bits++;
        }

        // Digests whose next bit is set move to a new bucket.
        var next = 1 << full.Bits++;
        var sibling = new Bucket(full.Bits);
        full.MoveTo(sibling, (ulong)next);
        for (var index = ending | next; index < _directory.Length; index += next << 1) _directory[index] = sibling;
    }

    /// <summary>The digests that agree in their last <see cref="Bits"/> bits.</summary>
    private sealed class Bucket(int bits)
    {
        private ulong[] _lows = new ulong[BucketSize];
        private ushort[] _highs = new ushort[BucketSize];
        private int _count;

        // One number for all entries as long as they share it: most runs see one instance.
        private ushort _number;
        private ushort[]? _numbers;

        public int Bits { get; set; } = bits;

        public bool IsFull => _count == _lows.Length;

        public ushort NumberAt(int index) => _numbers?[index] ?? _number;

        public int IndexOf(UInt128 digest)
        {
            var (low, high) = ((ulong)digest, High(digest));
            for (var index = 0; index < _count; index++)
            {
                if (_lows[index] == low && _highs[index] == high) return index;
            }

            return -1;
        }

        public void Add(ulong low, ushort high, ushort number)
        {
            if (_count == 0) (_number, _numbers) = (number, null);
            if (number != _number && _numbers is null) Array.Fill(_numbers = new ushort[_lows.Length], _number);
            if (_numbers is not null) _numbers[_count] = number;
            (_lows[_count], _highs[_count]) = (low, high);
            _count++;
        }

        public void MoveTo(Bucket other, ulong bit)
        {
            var kept = 0;
            for (var index = 0; index < _count; index++)
            {
                if ((_lows[index] & bit) != 0)
                {
                    other.Add(_lows[index], _highs[index], NumberAt(index));
                    continue;
                }

                (_lows[kept], _highs[kept]) = (_lows[index], _highs[index]);
                if (_numbers is not null) _numbers[kept] = _numbers[index];
                kept++;
            }

            _count = kept;
        }

        public void Grow()
        {
            Array.Resize(ref _lows, _count * 2);
            Array.Resize(ref _highs, _count * 2);
            if (_numbers is not null) Array.Resize(ref _numbers, _count * 2);
        }
    }
}
