using OnsDlq.Messages;
using OnsDlq.Transport;

namespace OnsDlq.Operations;

/// <summary>The three dead-letter operations, one method each.</summary>
internal interface IDeadLetterClient
{
    /// <summary>
    /// OnsDLQMessagePageQueryByGroupId: one page of a group's dead letters in a time range. Where there are none, the page is empty.
    /// </summary>
    /// <exception cref="ServiceException">The call did not end in a readable success.</exception>
    Task<DeadLetterPage> QueryPageAsync(DeadLetterPageQuery query, CallContext context, CancellationToken cancellationToken);

    /// <summary>OnsDLQMessageGetById: the dead letter with this ID, or null where there is none.</summary>
    /// <exception cref="ServiceException">The call did not end in a readable success, or the service answered with another message.</exception>
    Task<DeadLetter?> GetByIdAsync(string groupId, string msgId, string? instanceId, CallContext context, CancellationToken cancellationToken);

    /// <summary>OnsDLQMessageResendById: begins the call; the caller then makes its tries one by one. Nothing is sent yet.</summary>
    /// <param name="message">Which message to resend.</param>
    /// <param name="context">The command's settings for its calls.</param>
    IResendCall BeginResend(MessageReference message, CallContext context);
}
