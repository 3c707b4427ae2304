using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using OnsDlq.Messages;
using OnsDlq.Resend;

namespace OnsDlq.Archive;

/// <summary>A set of dead letters, about 15 bytes each. Not thread-safe.</summary>
internal sealed class ArchiveKeys
{
    private readonly DigestMap _digests = new();

    public bool Contains(DeadLetter message) => _digests.Find(Digest(message)) is not null;

    /// <summary>Adds a dead letter; false where it was there already.</summary>
    public bool Add(DeadLetter message)
    {
        var digest = Digest(message);
        if (_digests.Find(digest) is not null) return false;
        _digests.Add(digest, 0);
        return true;
    }

    // The entry, not the message: a message that came back has several.
    private static UInt128 Digest(DeadLetter message)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        var name = FormattableString.Invariant(
            $"{message.Realm ?? message.RegionId}\n{message.InstanceId}\n{message.GroupId}\n{message.MsgId}\n{message.StoreTimestamp}");
        SHA256.HashData(Encoding.UTF8.GetBytes(name), digest);
        return BinaryPrimitives.ReadUInt128LittleEndian(digest);
    }
}
