using System.Collections.Concurrent;

namespace OnsDlq.Sandbox.Identity;

/// <summary>The session tokens of the metadata service.</summary>
internal sealed class MetadataTokens(RandomText random, TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, DateTimeOffset> _tokens = new(StringComparer.Ordinal);

    public string Issue(TimeSpan lifetime)
    {
        var now = clock.GetUtcNow();
        foreach (var (old, ended) in _tokens)
            if (ended <= now) _tokens.TryRemove(old, out _);

        var token = random.Letters(56);
        _tokens[token] = now + lifetime;
        return token;
    }

    /// <summary>Whether the token was issued and has not expired.</summary>
    public bool IsValid(string token) => _tokens.TryGetValue(token, out var ends) && ends > clock.GetUtcNow();
}
