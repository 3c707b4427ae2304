using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using OnsDlq.Messages;

namespace OnsDlq.Resend;

/// <summary>Remembers which messages a run took for sending, in about 15 bytes a message. Not thread-safe.</summary>
/// <remarks>
/// Two references are one message unless both name an instance and the instances differ: a reference without one may mean the other's. The
/// comparison ignores case, because it is not documented whether the service is case-sensitive.
/// </remarks>
internal sealed class DuplicateGuard
{
    private const ushort NotNamed = 0;

    // The first instance seen with a message; further ones are rare, and stored separately.
    private readonly DigestMap _firstInstance = new();
    private readonly HashSet<(UInt128 Message, ushort Instance)> _furtherInstances = [];
    private readonly Dictionary<string, ushort> _instances = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Whether the run took the message before. Ask this before deciding, and add only what is to be sent: a listing also shows the old entries
    /// of a message that came back. A message that was skipped because of an old entry is decided on again at its next entry.
    /// </summary>
    public bool Contains(MessageReference message)
    {
        var key = KeyOf(message.GroupId, message.MsgId);
        if (_firstInstance.Find(key) is not { } first)
            return false;
        if (message.InstanceId is null || first == NotNamed)
            return true;
        return _instances.TryGetValue(message.InstanceId, out var instance) && (first == instance || _furtherInstances.Contains((key, instance)));
    }

    /// <summary>Adds a message; false where the run took it before.</summary>
    public bool TryAdd(MessageReference message)
    {
        var key = KeyOf(message.GroupId, message.MsgId);
        var instance = NumberOf(message.InstanceId);
        if (_firstInstance.Find(key) is not { } first)
        {
            _firstInstance.Add(key, instance);
            return true;
        }

        return first != NotNamed && instance != NotNamed && first != instance && _furtherInstances.Add((key, instance));
    }

    // All instances beyond the first 65,534 share one number: rather send too few messages than too many.
    private ushort NumberOf(string? instanceId)
    {
        if (instanceId is null)
            return NotNamed;
        if (!_instances.TryGetValue(instanceId, out var number))
            _instances.Add(instanceId, number = (ushort)Math.Min(_instances.Count + 1, ushort.MaxValue));
        return number;
    }

    // Keeping a digest in place of the text saves memory in a run over a million messages; 80 bits do not collide by accident.
    private static UInt128 KeyOf(string groupId, string msgId)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{MessageKey.GroupOf(groupId)}\n{msgId}".ToUpperInvariant()), digest);
        return BinaryPrimitives.ReadUInt128LittleEndian(digest);
    }
}
