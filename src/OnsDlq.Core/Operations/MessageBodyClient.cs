using OnsDlq.Errors;
using OnsDlq.Transport;

namespace OnsDlq.Operations;

/// <summary>Reads bodies over the service's HTTP interface.</summary>
internal sealed class MessageBodyClient(ServiceCaller caller) : IMessageBodyClient
{
    /// <inheritdoc/>
    public async Task<byte[]?> GetBodyAsync(
        string instanceId, string topic, string msgId, CallContext context, CancellationToken cancellationToken)
    {
        try
        {
            var call = MessageDetailCodec.Call(instanceId, topic, msgId);
            return MessageDetailCodec.Read(await caller.CallAsync(call, context, cancellationToken).ConfigureAwait(false));
        }
        catch (ServiceException none) when (none.Id == ErrorId.MessageNotFound)
        {
            return null;
        }
    }
}
