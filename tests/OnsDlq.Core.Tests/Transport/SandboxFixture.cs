using OnsDlq.Connection;
using OnsDlq.Messages;
using OnsDlq.Signing;
using OnsDlq.TestKit.Journal;
using OnsDlq.TestKit.Sandbox;

namespace OnsDlq.Core.Tests.Transport;

/// <summary>One sandbox for a class of tests, each of which uses messages of its own.</summary>
public sealed class SandboxFixture : IAsyncLifetime
{
    private const string InstanceId = "MQ_INST_1_transport";

    /// <summary>The sandbox.</summary>
    public SandboxProcess Sandbox { get; private set; } = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => Sandbox = await SandboxProcess.StartAsync(["--quota", "off"], TestContext.Current.CancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Sandbox.DisposeAsync();

    /// <summary>Puts a message into the dead-letter queue.</summary>
    internal async Task<MessageReference> AddMessageAsync(string groupId = "GID_transport")
    {
        var ids = await Sandbox.AddMessagesAsync(InstanceId, groupId, 1, consumer: "succeed", cancellationToken: TestContext.Current.CancellationToken);
        return new MessageReference(Sandbox.RegionId, InstanceId, groupId, ids.Single(), null);
    }

    /// <summary>How often a message was delivered.</summary>
    internal async Task<int> DeliveriesOfAsync(MessageReference message) =>
        (await Sandbox.GetLedgerAsync(TestContext.Current.CancellationToken)).DeliveriesOf(message.GroupId, message.MsgId);

    /// <summary>Opens a connection.</summary>
    internal OnsDlqConnection Open(TimeProvider? time = null, string? secret = null, AccessKey? key = null) => ConnectionFactory.Create(new ConnectionOptions
    {
        RegionId = Sandbox.RegionId,
        Endpoint = Sandbox.Endpoint.AbsoluteUri,
        Credentials = new FixedCredentials(key ?? new AccessKey(Sandbox.AccessKeyId, secret ?? Sandbox.AccessKeySecret)),
        Journal = MemoryJournalOpener.Connect(),
        Time = time ?? new NoWaitTime(TimeProvider.System.GetUtcNow()),
        Nonces = new RandomNonceSource(),
        Jitter = () => 0,
    });
}
