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

    /// <summary>
    /// OnsDLQMessageResendById. Repeated only where there is proof that nothing was executed: a refusal by throttling, or a
    /// connection that was never made.
    /// </summary>
    /// <param name="message">Which message to resend.</param>
    /// <param name="context">What the command says about its calls.</param>
    /// <param name="beforeTry">
    /// Awaited right before each try is signed, given the number of the try from 1; gives the date that the try is signed with. Nothing
    /// of the try is sent before, and nothing at all where it throws. Null signs with now.
    /// </param>
    /// <param name="cancellationToken">Aborts the try in flight; <see cref="ServiceException.Reach"/> then tells how far it got.</param>
    /// <exception cref="ServiceException">No 200 answer that reads as JSON, a cancelled call included.</exception>
    /// <exception cref="Credentials.CredentialsException">There are no keys: nothing was executed.</exception>
    Task<ResendAnswer> ResendByIdAsync(
        MessageReference message, CallContext context, Func<int, CancellationToken, ValueTask<DateTimeOffset>>? beforeTry,
        CancellationToken cancellationToken);
}
