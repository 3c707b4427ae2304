using System.Text.Json.Nodes;

namespace OnsDlq.Sandbox.Identity;

/// <summary>Issues temporary keys.</summary>
internal sealed class SessionIssuer(KeyRing keys, RandomText random, TimeProvider clock)
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    /// <summary>A new key for a session of the role, with the permissions that both the role's and the session's policies allow.</summary>
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

    /// <summary>The key in the JSON form of STS, metadata service and credentials URI.</summary>
    public static JsonObject Write(StoredKey key) => new()
    {
        ["AccessKeyId"] = key.AccessKeyId,
        ["AccessKeySecret"] = key.Secret,
        ["SecurityToken"] = key.SecurityToken,
        ["Expiration"] = Moment(key.Expires!.Value),
    };

    /// <summary>A time in the format of STS.</summary>
    public static string Moment(DateTimeOffset time) =>
        time.UtcDateTime.ToString(TimeFormat, System.Globalization.CultureInfo.InvariantCulture);

    // The format has no fractions of a second, so the key expires at a whole second.
    private static DateTimeOffset WholeSeconds(DateTimeOffset time) => DateTimeOffset.FromUnixTimeSeconds(time.ToUnixTimeSeconds());
}
