using System.Collections.Concurrent;

namespace OnsDlq.Sandbox.Identity;

/// <summary>All access keys of the sandbox, including temporary ones.</summary>
internal sealed class KeyRing(TimeProvider clock)
{
    // An expired key is kept for some time, so that the error says that it has expired, and not that it does not exist.
    private static readonly TimeSpan KeptAfterExpiry = TimeSpan.FromDays(1);
    private readonly ConcurrentDictionary<string, StoredKey> _keys = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _owners = new(StringComparer.Ordinal);

    /// <summary>Adds the key, or replaces the one with its ID.</summary>
    public void Add(StoredKey key)
    {
        var now = clock.GetUtcNow();
        foreach (var old in _keys.Values.Where(old => old.Expires + KeptAfterExpiry < now)) Forget(old);
        if (_keys.TryGetValue(key.AccessKeyId, out var replaced)) Forget(replaced);
        _keys[key.AccessKeyId] = key;
        if (key.SecurityToken is { } token) _owners[token] = key.AccessKeyId;
    }

    /// <summary>The key with this ID, or null.</summary>
    public StoredKey? Find(string accessKeyId) => _keys.GetValueOrDefault(accessKeyId);

    /// <summary>Whether the token was issued with any key.</summary>
    public bool KnowsToken(string token) => _owners.ContainsKey(token);

    private void Forget(StoredKey key)
    {
        _keys.TryRemove(key.AccessKeyId, out _);
        if (key.SecurityToken is { } token) _owners.TryRemove(token, out _);
    }
}
