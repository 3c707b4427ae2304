using OnsDlq.Messages;
using OnsDlq.Transport;

namespace OnsDlq.Operations;

/// <summary>The three dead-letter operations, one method each.</summary>
internal interface IDeadLetterClient
{
    /// <summary>OnsDLQMessagePageQueryByGroupId: one page of a group's dead letters in a time range. "None" is an empty page.</summary>
    /// <exception cref="ServiceException">The call did not end in a readable success.</exception>
    Task<DeadLetterPage> QueryPageAsync(DeadLetterPageQuery query, CallContext context, CancellationToken cancellationToken);

    /// <summary>OnsDLQMessageGetById: the dead letter with this ID, or null where there is none.</summary>
    /// <exception cref="ServiceException">The call did not end in a readable success, or the service answered with another message.</exception>
    Task<DeadLetter?> GetByIdAsync(string groupId, string msgId, string? instanceId, CallContext context, CancellationToken cancellationToken);

    /// <summary>OnsDLQMessageResendById: begins the call, whose tries are then made one by one. Nothing is sent yet.</summary>
    /// <param name="message">Which message to resend.</param>
    /// <param name="context">What the command says about its calls.</param>
    IResendCall BeginResend(MessageReference message, CallContext context);
}
