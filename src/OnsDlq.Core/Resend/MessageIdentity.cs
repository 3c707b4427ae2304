using OnsDlq.Errors;
using OnsDlq.Messages;
using OnsDlq.Operations;
using OnsDlq.Transport;

namespace OnsDlq.Resend;

/// <summary>Finds the one key of a message, by whichever of its names it is given.</summary>
/// <param name="realm">What the journal calls the service: see <see cref="Realms.Realm"/>.</param>
/// <param name="client">Asked for the instance of a message that comes without one.</param>
internal sealed class MessageIdentity(string realm, IDeadLetterClient client)
{
    /// <summary>Gives the key. An instance that is not known is looked up, for which the message must be in the queue.</summary>
    /// <exception cref="ServiceException">The look-up failed, or nothing was found.</exception>
    /// <exception cref="Credentials.CredentialsException">There are no keys to look it up with.</exception>
    public async Task<MessageKey> FindAsync(MessageReference message, CallContext context, CancellationToken cancellationToken)
    {
        var instanceId = message.InstanceId;
        if (string.IsNullOrEmpty(instanceId))
        {
            var found = await client.GetByIdAsync(message.GroupId, message.MsgId, null, context, cancellationToken).ConfigureAwait(false);
            instanceId = found is null
                ? throw Unidentified(
                    ErrorId.MessageNotFound, $"Group {message.GroupId} has no dead letter {message.MsgId}, so its instance is not known: name it.")
                : found.InstanceId;
            if (string.IsNullOrEmpty(instanceId))
                throw Unidentified(ErrorId.InstanceNotFound, $"The service does not tell the instance of message {message.MsgId}: name it.");
        }

        return MessageKey.Of(realm, instanceId, message.GroupId, message.MsgId);
    }

    private ServiceException Unidentified(ErrorId id, string text) => new(id, text)
    {
        Action = GetByIdCodec.Action,
        Host = realm,
        Reach = RequestReach.Answered,
    };
}
