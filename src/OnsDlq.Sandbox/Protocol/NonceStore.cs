using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace OnsDlq.Sandbox.Protocol;

/// <summary>
/// Remembers nonces for 30 minutes, since a signed call can pass the clock check for so long (15 minutes in either direction). It keeps 16 bytes
/// of a hash for each nonce, in generations of five minutes, so that removing old ones is cheap.
/// </summary>
internal sealed class NonceStore(TimeProvider clock)
{
    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan Span = TimeSpan.FromMinutes(5);
    private readonly object _gate = new();
    private readonly LinkedList<Generation> _generations = new();

    /// <summary>How many nonces are remembered.</summary>
    public int Count
    {
        get
        {
            lock (_gate) return _generations.Sum(generation => generation.Nonces.Count);
        }
    }

    /// <summary>Remembers the nonce; false where this key has used it already.</summary>
    public bool TryUse(string accessKeyId, string nonce)
    {
        var hash = Hash(accessKeyId, nonce);
        var now = clock.GetUtcNow();
        lock (_gate)
        {
            while (_generations.First is { } first && first.Value.Start + Span + Memory <= now) _generations.RemoveFirst();
            foreach (var generation in _generations)
                if (generation.Nonces.Contains(hash)) return false;

            if (_generations.Last is not { } last || last.Value.Start + Span <= now) last = _generations.AddLast(new Generation(now, []));
            last.Value.Nonces.Add(hash);
            return true;
        }
    }

    private static UInt128 Hash(string accessKeyId, string nonce)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(accessKeyId + "\n" + nonce), hash);
        return BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }

    private sealed record Generation(DateTimeOffset Start, HashSet<UInt128> Nonces);
}
