using OnsDlq.Transport;

namespace OnsDlq.Operations;

/// <summary>The operation that gives the body of a message.</summary>
internal interface IMessageBodyClient
{
    /// <summary>
    /// OnsMessageDetail: the raw body of the message as it lies in its topic, where it is kept for three days, counted from its birth; null
    /// where it is not there, or the answer has none.
    /// </summary>
    /// <exception cref="ServiceException">The call did not end in a readable success.</exception>
    Task<byte[]?> GetBodyAsync(string instanceId, string topic, string msgId, CallContext context, CancellationToken cancellationToken);
}
