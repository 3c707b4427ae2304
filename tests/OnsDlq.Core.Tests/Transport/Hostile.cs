using System.Net;
using OnsDlq.Connection;
using OnsDlq.Core.Tests.Operations;
using OnsDlq.Messages;
using OnsDlq.Operations;
using OnsDlq.TestKit.Hostile;
using OnsDlq.TestKit.Journal;
using OnsDlq.Transport;

namespace OnsDlq.Core.Tests.Transport;

/// <summary>Connections to hostile servers, and the calls made over them.</summary>
internal static class Hostile
{
    /// <summary>The message that is resent.</summary>
    public static readonly MessageReference Message = new("cn-hangzhou", "MQ_INST_1", "GID_test", "0BC1", null);

    /// <summary>The command's settings for its calls: no try ever times out on <see cref="NoWaitTime"/>.</summary>
    public static readonly CallContext Context = new() { TryTimeout = NoWaitTime.Never };

    /// <summary>Opens a connection; waits between tries take no time.</summary>
    public static OnsDlqConnection Open(
        Uri address, TimeProvider? time = null, IWebProxy? proxy = null, bool trust = true, FixedCredentials? credentials = null) =>
        ConnectionFactory.Create(new ConnectionOptions
        {
            RegionId = "cn-hangzhou",
            Endpoint = address.AbsoluteUri,
            Credentials = credentials ?? new FixedCredentials(),
            Journal = MemoryJournalOpener.Connect(),
            Time = time ?? new NoWaitTime(),
            Nonces = new CountedNonces(),
            Jitter = () => 0,
            Proxy = proxy,
            ServerCertificate = trust ? (_, certificate, _, _) => ServerCertificate.Is(certificate) : null,
        });

    /// <summary>Resends the message.</summary>
    public static Task<ResendAnswer> ResendAsync(this OnsDlqConnection connection, CallContext? context = null, CancellationToken? cancellation = null) =>
        connection.ResendAsync(Message, context ?? Context, cancellation ?? TestContext.Current.CancellationToken);

    /// <summary>Looks up the message.</summary>
    public static Task<DeadLetter?> GetAsync(this OnsDlqConnection connection, CallContext? context = null, CancellationToken? cancellation = null) =>
        connection.Client.GetByIdAsync(
            Message.GroupId, Message.MsgId, Message.InstanceId, context ?? Context, cancellation ?? TestContext.Current.CancellationToken);

    /// <summary>Makes a call that fails.</summary>
    public static async Task<ServiceException> FailsAsync(Task call) => await Assert.ThrowsAsync<ServiceException>(() => call);
}
