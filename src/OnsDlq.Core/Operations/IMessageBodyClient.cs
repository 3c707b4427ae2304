using OnsDlq.Transport;

namespace OnsDlq.Operations;

/// <summary>The operation that gives the body of a message.</summary>
internal interface IMessageBodyClient
{
    /// <summary>
    /// OnsMessageDetail: the raw body of the message in its topic, which keeps it for three days after its publication; null where it is not
    /// there any more, or the answer has no body.
    /// </summary>
    /// <exception cref="ServiceException">The call did not end in a readable success.</exception>
    Task<byte[]?> GetBodyAsync(string instanceId, string topic, string msgId, CallContext context, CancellationToken cancellationToken);
}
