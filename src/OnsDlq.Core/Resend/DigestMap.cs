namespace OnsDlq.Resend;

/// <summary>
/// Small numbers kept under digests, in about 15 bytes each however many there are. Not safe for use by several threads at once.
/// </summary>
/// <remarks>
/// Extendible hashing (Fagin and others, 1979): a bucket that is full is split, and nothing else is moved. A dictionary moves all it holds
/// whenever it grows, and until then has room for twice as much: with a million messages that is most of what a run takes.
/// </remarks>
internal sealed class DigestMap
{
    private const int BucketSize = 64;

    // A directory of a million buckets; digests that agree in so many bits are not there by accident, and may fill a bucket of any size.
    private const int MostBits = 20;

    private Bucket[] _directory = [new(0)];
    private int _bits;

    /// <summary>The number under a digest, of whose bits the lower 80 are looked at; null where there is none.</summary>
    public ushort? Find(UInt128 digest)
    {
        var bucket = BucketOf(digest);
        return bucket.IndexOf(digest) is >= 0 and var index ? bucket.NumberAt(index) : null;
    }

    /// <summary>Keeps a number under a digest that has none.</summary>
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

        // Those whose next bit is set move to a bucket of their own.
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

        // One number for all, as long as they have the same: most runs see one instance.
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
