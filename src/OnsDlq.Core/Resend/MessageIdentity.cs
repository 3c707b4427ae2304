using OnsDlq.Errors;
using OnsDlq.Messages;
using OnsDlq.Operations;
using OnsDlq.Transport;

namespace OnsDlq.Resend;

/// <summary>Finds the canonical key of a message, whichever of its names is given.</summary>
/// <param name="realm">The service's name in the journal: see <see cref="Realms.Realm"/>.</param>
/// <param name="client">Looks up the instance of a message that comes without one.</param>
/// <param name="consequence">A sentence to add to the error where the instance is not known: what is therefore not done; null for none.</param>
internal sealed class MessageIdentity(string realm, IDeadLetterClient client, string? consequence = null)
{
    /// <summary>Gives the key. A missing instance is looked up; the message must be in the queue for that.</summary>
    /// <exception cref="ServiceException">The look-up failed, or nothing was found.</exception>
    /// <exception cref="Credentials.CredentialsException">There are no access keys for the look-up.</exception>
    public async Task<MessageKey> FindAsync(MessageReference message, CallContext context, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(message.InstanceId))
            message = Complete(message, await LookUpAsync(message, context, cancellationToken).ConfigureAwait(false));
        return KeyOf(message);
    }

    /// <summary>Asks the service for a message; null where the group has none of that ID.</summary>
    /// <exception cref="ServiceException">The look-up failed.</exception>
    /// <exception cref="Credentials.CredentialsException">There are no access keys for the look-up.</exception>
    public Task<DeadLetter?> LookUpAsync(MessageReference message, CallContext context, CancellationToken cancellationToken) =>
        client.GetByIdAsync(message.GroupId, message.MsgId, message.InstanceId, context, cancellationToken);

    /// <summary>Fills in the instance of a message that names none, from what the look-up found.</summary>
    /// <exception cref="ServiceException">Nothing was found, or what was found has no instance.</exception>
    public MessageReference Complete(MessageReference message, DeadLetter? found)
    {
        if (!string.IsNullOrEmpty(message.InstanceId)) return message;
        if (found is null)
        {
            throw Unknown(
                ErrorId.MessageNotFound, $"Group {message.GroupId} has no dead letter {message.MsgId}, so its instance is not known: name it.");
        }

        return string.IsNullOrEmpty(found.InstanceId)
            ? throw Unknown(ErrorId.InstanceNotFound, $"The service does not give the instance of message {message.MsgId}: name it.")
            : message with { InstanceId = found.InstanceId };
    }

    /// <summary>The key of a message whose instance is known.</summary>
    public MessageKey KeyOf(MessageReference message) => MessageKey.Of(realm, message.InstanceId, message.GroupId, message.MsgId);

    /// <summary>The exception for a look-up that the service answered, but without what is needed.</summary>
    public ServiceException NotTold(ErrorId id, string text) => new(id, text)
    {
        Action = GetByIdCodec.Action,
        Host = realm,
        Reach = RequestReach.Answered,
    };

    private ServiceException Unknown(ErrorId id, string text) => NotTold(id, consequence is null ? text : $"{text} {consequence}");
}
