using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using OnsDlq.Messages;

namespace OnsDlq.Listing;

/// <summary>An entry that a bookmark has shown, as the journal keeps it: 32 characters of Base64, for there may be many.</summary>
/// <param name="StoreTimestamp">When it was stored, in ms since 1970-01-01 UTC.</param>
/// <param name="Digest">A digest of message ID and store time.</param>
internal readonly record struct ShownEntry(long StoreTimestamp, UInt128 Digest)
{
    // 8 bytes of time and 16 of the digest; a multiple of 3, so that Base64 needs no padding.
    private const int Size = 24;

    /// <summary>Makes it of a dead letter.</summary>
    public static ShownEntry Of(DeadLetter entry)
    {
        var name = FormattableString.Invariant($"{entry.MsgId.ToUpperInvariant()} {entry.StoreTimestamp}");
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(name), hash);
        return new(entry.StoreTimestamp, BinaryPrimitives.ReadUInt128BigEndian(hash));
    }

    /// <summary>The text of several.</summary>
    public static string ToText(IReadOnlyCollection<ShownEntry> entries)
    {
        var bytes = new byte[Size * entries.Count];
        var rest = bytes.AsSpan();
        foreach (var (at, digest) in entries)
        {
            BinaryPrimitives.WriteInt64BigEndian(rest, at);
            BinaryPrimitives.WriteUInt128BigEndian(rest[sizeof(long)..], digest);
            rest = rest[Size..];
        }

        return Convert.ToBase64String(bytes);
    }

    /// <summary>Reads the text; one that is damaged has no entries, for it is better to show an entry twice than never.</summary>
    public static IReadOnlyList<ShownEntry> FromText(string text)
    {
        var bytes = new byte[text.Length];
        if (!Convert.TryFromBase64String(text, bytes, out var length) || length % Size != 0) return [];
        return [.. bytes[..length].Chunk(Size).Select(one => new ShownEntry(
            BinaryPrimitives.ReadInt64BigEndian(one), BinaryPrimitives.ReadUInt128BigEndian(one.AsSpan(sizeof(long)))))];
    }
}
