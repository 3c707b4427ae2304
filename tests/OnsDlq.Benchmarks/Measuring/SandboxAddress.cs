using OnsDlq.Messages;
using OnsDlq.Signing;

namespace OnsDlq.Benchmarks.Measuring;

/// <summary>Where a sandbox is, and what signs calls to it.</summary>
/// <param name="Endpoint">The service's address.</param>
/// <param name="RegionId">The region it plays.</param>
/// <param name="Key">What signs calls.</param>
internal sealed record SandboxAddress(Uri Endpoint, string RegionId, AccessKey Key)
{
    /// <summary>The instance of all dead letters.</summary>
    public const string Instance = "MQ_INST_188077086902_BXSuW61e";

    /// <summary>Their group.</summary>
    public const string Group = "GID_bench";

    /// <summary>When all of them were stored.</summary>
    public static DateTimeOffset Stored { get; } = TimeProvider.System.GetUtcNow().AddHours(-1);

    /// <summary>What the journal calls it.</summary>
    public string Realm => Realms.Realm.Of(Endpoint);

    /// <summary>What a pwsh finds in its environment that works with this sandbox.</summary>
    /// <param name="journal">Its journal's path.</param>
    public IReadOnlyDictionary<string, string> EnvironmentOf(string journal) => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["ALIBABA_CLOUD_ACCESS_KEY_ID"] = Key.Id,
        ["ALIBABA_CLOUD_ACCESS_KEY_SECRET"] = Key.Secret,
        ["ALIBABA_CLOUD_REGION_ID"] = RegionId,
        ["ONSDLQ_ENDPOINT"] = Endpoint.ToString(),
        ["ONSDLQ_JOURNAL"] = journal,
    };

    /// <summary>Names a dead letter as a listing does, which is what most resends are given.</summary>
    public MessageReference Message(string msgId) =>
        new(RegionId, Instance, Group, msgId, Stored.ToUnixTimeMilliseconds()) { ListedAt = Moment.Now(TimeProvider.System) };
}
