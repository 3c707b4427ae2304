using OnsDlq.Messages;
using OnsDlq.Signing;

namespace OnsDlq.Benchmarks.Measuring;

/// <summary>The address of a sandbox, and the key for calls to it.</summary>
/// <param name="Endpoint">The service's address.</param>
/// <param name="RegionId">The region that it simulates.</param>
/// <param name="Key">The key that signs calls.</param>
internal sealed record SandboxAddress(Uri Endpoint, string RegionId, AccessKey Key)
{
    /// <summary>The instance of all dead letters.</summary>
    public const string Instance = "MQ_INST_188077086902_BXSuW61e";

    /// <summary>Their group.</summary>
    public const string Group = "GID_bench";

    /// <summary>The store time of all of them.</summary>
    public static DateTimeOffset Stored { get; } = TimeProvider.System.GetUtcNow().AddHours(-1);

    /// <summary>Its name in the journal.</summary>
    public string Realm => Realms.Realm.Of(Endpoint);

    /// <summary>The environment variables of a pwsh that uses this sandbox.</summary>
    /// <param name="journal">Its journal's path.</param>
    public IReadOnlyDictionary<string, string> EnvironmentOf(string journal) => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["ALIBABA_CLOUD_ACCESS_KEY_ID"] = Key.Id,
        ["ALIBABA_CLOUD_ACCESS_KEY_SECRET"] = Key.Secret,
        ["ALIBABA_CLOUD_REGION_ID"] = RegionId,
        ["ONSDLQ_ENDPOINT"] = Endpoint.ToString(),
        ["ONSDLQ_JOURNAL"] = journal,
    };

    /// <summary>Makes a reference like that to a listed dead letter, which is the usual input of a resend.</summary>
    public MessageReference Message(string msgId) =>
        new(RegionId, Instance, Group, msgId, Stored.ToUnixTimeMilliseconds()) { ListedAt = Moment.Now(TimeProvider.System) };
}
