using OnsDlq.Errors;
using OnsDlq.Messages;
using OnsDlq.Operations;
using OnsDlq.Transport;

namespace OnsDlq.Resend;

/// <summary>Finds the one key of a message, by whichever of its names it is given.</summary>
/// <param name="realm">What the journal calls the service: see <see cref="Realms.Realm"/>.</param>
/// <param name="client">Asked for the instance of a message that comes without one.</param>
/// <param name="consequence">The sentence that follows where an instance is not known: what is not done then; null for none.</param>
internal sealed class MessageIdentity(string realm, IDeadLetterClient client, string? consequence = null)
{
    /// <summary>Gives the key. An instance that is not known is looked up, for which the message must be in the queue.</summary>
    /// <exception cref="ServiceException">The look-up failed, or nothing was found.</exception>
    /// <exception cref="Credentials.CredentialsException">There are no keys to look it up with.</exception>
    public async Task<MessageKey> FindAsync(MessageReference message, CallContext context, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(message.InstanceId))
            message = Complete(message, await LookUpAsync(message, context, cancellationToken).ConfigureAwait(false));
        return KeyOf(message);
    }

    /// <summary>Asks the service for a message; null where the group has none of that ID.</summary>
    /// <exception cref="ServiceException">The look-up failed.</exception>
    /// <exception cref="Credentials.CredentialsException">There are no keys to look it up with.</exception>
    public Task<DeadLetter?> LookUpAsync(MessageReference message, CallContext context, CancellationToken cancellationToken) =>
        client.GetByIdAsync(message.GroupId, message.MsgId, message.InstanceId, context, cancellationToken);

    /// <summary>Gives a message its instance, where it names none: that of what was found of it.</summary>
    /// <exception cref="ServiceException">Nothing was found, or it does not tell.</exception>
    public MessageReference Complete(MessageReference message, DeadLetter? found)
    {
        if (!string.IsNullOrEmpty(message.InstanceId)) return message;
        if (found is null)
        {
            throw Unknown(
                ErrorId.MessageNotFound, $"Group {message.GroupId} has no dead letter {message.MsgId}, so its instance is not known: name it.");
        }

        return string.IsNullOrEmpty(found.InstanceId)
            ? throw Unknown(ErrorId.InstanceNotFound, $"The service does not tell the instance of message {message.MsgId}: name it.")
            : message with { InstanceId = found.InstanceId };
    }

    /// <summary>The key of a message whose instance is known.</summary>
    public MessageKey KeyOf(MessageReference message) => MessageKey.Of(realm, message.InstanceId, message.GroupId, message.MsgId);

    /// <summary>What is thrown where the service answered a look-up, but not with what is needed.</summary>
    public ServiceException NotTold(ErrorId id, string text) => new(id, text)
    {
        Action = GetByIdCodec.Action,
        Host = realm,
        Reach = RequestReach.Answered,
    };

    private ServiceException Unknown(ErrorId id, string text) => NotTold(id, consequence is null ? text : $"{text} {consequence}");
}
