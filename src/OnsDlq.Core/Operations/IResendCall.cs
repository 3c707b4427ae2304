using OnsDlq.Transport;

namespace OnsDlq.Operations;

/// <summary>
/// One call of OnsDLQMessageResendById, made try by try: take a turn, make durable what must be durable before the request leaves, leave, send;
/// then the same again where there is proof that the try was not executed and it is worth repeating.
/// </summary>
internal interface IResendCall
{
    /// <summary>Returns when it is time to prepare the next try: waits for the back-off after the last one, for keys, and for a slot of the pace.</summary>
    /// <param name="cancellationToken">Ends the waiting with a <see cref="ServiceException"/>: the try is not made.</param>
    /// <exception cref="Credentials.CredentialsException">There are no keys.</exception>
    ValueTask TakeTurnAsync(CancellationToken cancellationToken);

    /// <summary>Gives the slot back: the try is not made.</summary>
    void GiveTurnBack();

    /// <summary>Waits for the slot. False where it has passed meanwhile: then another turn must be taken.</summary>
    /// <param name="cancellationToken">Ends the waiting with a <see cref="ServiceException"/>: the try is not made.</param>
    ValueTask<bool> LeaveAsync(CancellationToken cancellationToken);

    /// <summary>Makes the try. Null where it is to be repeated: it was throttled, or no connection was made.</summary>
    /// <param name="date">The date that it is signed with; the service refuses it 15 min later (ons-api facts 4.2).</param>
    /// <param name="cancellationToken">Aborts it.</param>
    /// <exception cref="ServiceException">
    /// There was no 200 answer with JSON; <see cref="ServiceException.Reach"/> tells how far the request got.
    /// </exception>
    Task<ResendAnswer?> SendAsync(DateTimeOffset date, CancellationToken cancellationToken);
}
