using System.Text.Json.Nodes;

namespace OnsDlq.Sandbox.Identity;

/// <summary>Gives out temporary keys.</summary>
internal sealed class SessionIssuer(KeyRing keys, RandomText random, TimeProvider clock)
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    /// <summary>A new key for a session of the role. It may do what the role's policy and the session's both allow.</summary>
    public StoredKey Issue(Role role, string sessionName, TimeSpan lifetime, RamPolicy? sessionPolicy = null)
    {
        var principal = new Principal("AssumedRoleUser", $"acs:ram::{SandboxAccount.Id}:assumed-role/{role.Name}/{sessionName}",
            $"{role.Id}:{sessionName}", $"{role.Name}:{sessionName}", role.Id);
        var key = new StoredKey("STS." + random.Letters(24), random.Letters(44), principal)
        {
            SecurityToken = "CAIS" + random.Letters(200) + "+/==",
            Expires = WholeSeconds(clock.GetUtcNow() + lifetime),
            Policies = [.. new[] { role.Policy, sessionPolicy }.OfType<RamPolicy>()],
        };
        keys.Add(key);
        return key;
    }

    /// <summary>The key as STS, metadata service and credentials URI write it.</summary>
    public static JsonObject Write(StoredKey key) => new()
    {
        ["AccessKeyId"] = key.AccessKeyId,
        ["AccessKeySecret"] = key.Secret,
        ["SecurityToken"] = key.SecurityToken,
        ["Expiration"] = Moment(key.Expires!.Value),
    };

    /// <summary>A time as STS writes it.</summary>
    public static string Moment(DateTimeOffset time) =>
        time.UtcDateTime.ToString(TimeFormat, System.Globalization.CultureInfo.InvariantCulture);

    // What is written has no fractions; the key ends at that very second.
    private static DateTimeOffset WholeSeconds(DateTimeOffset time) => DateTimeOffset.FromUnixTimeSeconds(time.ToUnixTimeSeconds());
}
