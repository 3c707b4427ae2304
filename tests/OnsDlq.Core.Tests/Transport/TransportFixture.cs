using OnsDlq.Connection;
using OnsDlq.Messages;
using OnsDlq.Signing;
using OnsDlq.TestKit.Journal;
using OnsDlq.TestKit.Sandbox;

namespace OnsDlq.Core.Tests.Transport;

/// <summary>A sandbox for all tests of a class, and connections of the module to it.</summary>
public sealed class TransportFixture : SandboxFixture
{
    private const string InstanceId = "MQ_INST_1_transport";

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
