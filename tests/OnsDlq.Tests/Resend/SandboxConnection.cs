using OnsDlq.Connection;
using OnsDlq.Credentials;
using OnsDlq.Signing;
using OnsDlq.TestKit.Journal;
using OnsDlq.TestKit.Sandbox;

namespace OnsDlq.Tests.Resend;

/// <summary>Makes real connections to a sandbox.</summary>
internal static class SandboxConnection
{
    /// <summary>The instance of the tests' groups.</summary>
    public const string Instance = "MQ_INST_188077086902_BXSuW61e";

    /// <summary>Connects with the sandbox's own key, or with another.</summary>
    public static OnsDlqConnection To(SandboxProcess sandbox, AccessKey? key = null, ConnectionJournal? journal = null, string? instanceId = Instance) =>
        Make(sandbox.Endpoint, sandbox.RegionId, key ?? new AccessKey(sandbox.AccessKeyId, sandbox.AccessKeySecret), journal, instanceId);

    /// <summary>Connects to an address, by default with a new journal.</summary>
    public static OnsDlqConnection Make(
        Uri endpoint, string regionId, AccessKey key, ConnectionJournal? journal = null, string? instanceId = Instance) =>
        ConnectionFactory.Create(new ConnectionOptions
        {
            RegionId = regionId,
            InstanceId = instanceId,
            Endpoint = endpoint.ToString(),
            Credentials = new StaticCredentialsProvider(key, "test"),
            Journal = journal ?? MemoryJournalOpener.Connect(),
            Time = TimeProvider.System,
            Nonces = new RandomNonceSource(),
            Jitter = () => 0,
        });
}
