namespace OnsDlq.Resend;

/// <summary>
/// Small numbers kept under digests, in about 20 bytes each however many there are. Not safe for use by several threads at once.
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

    /// <summary>The number under a digest, of whose bits the lower 96 are looked at; null where there is none.</summary>
    public ushort? Find(UInt128 digest)
    {
        var bucket = BucketOf(digest);
        return bucket.IndexOf(digest) is >= 0 and var index ? bucket.Numbers[index] : null;
    }

    /// <summary>Keeps a number under a digest that has none.</summary>
    public void Add(UInt128 digest, ushort number)
    {
        var bucket = BucketOf(digest);
        while (bucket.Count == bucket.Lows.Length)
        {
            if (bucket.Bits == MostBits) bucket.Grow();
            else Split(bucket, (int)(ulong)digest & Mask(bucket.Bits));
            bucket = BucketOf(digest);
        }

        bucket.Add((ulong)digest, High(digest), number);
    }

    private static int Mask(int bits) => (1 << bits) - 1;

    private static uint High(UInt128 digest) => (uint)(digest >> 64);

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
        private uint[] _highs = new uint[BucketSize];

        public int Bits { get; set; } = bits;

        public int Count { get; private set; }

        public ulong[] Lows { get; private set; } = new ulong[BucketSize];

        public ushort[] Numbers { get; private set; } = new ushort[BucketSize];

        public int IndexOf(UInt128 digest)
        {
            var (low, high) = ((ulong)digest, High(digest));
            for (var index = 0; index < Count; index++)
            {
                if (Lows[index] == low && _highs[index] == high) return index;
            }

            return -1;
        }

        public void Add(ulong low, uint high, ushort number)
        {
            (Lows[Count], _highs[Count], Numbers[Count]) = (low, high, number);
            Count++;
        }

        public void MoveTo(Bucket other, ulong bit)
        {
            var kept = 0;
            for (var index = 0; index < Count; index++)
            {
                if ((Lows[index] & bit) != 0) other.Add(Lows[index], _highs[index], Numbers[index]);
                else (Lows[kept], _highs[kept], Numbers[kept++]) = (Lows[index], _highs[index], Numbers[index]);
            }

            Count = kept;
        }

        public void Grow()
        {
            var size = Count * 2;
            var (lows, numbers) = (Lows, Numbers);
            Array.Resize(ref lows, size);
            Array.Resize(ref _highs, size);
            Array.Resize(ref numbers, size);
            (Lows, Numbers) = (lows, numbers);
        }
    }
}
