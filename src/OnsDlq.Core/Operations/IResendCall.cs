using OnsDlq.Transport;

namespace OnsDlq.Operations;

/// <summary>
/// One call of OnsDLQMessageResendById, made try by try: take the turn, do what must be durable before the request is out, leave, send; all
/// over again where there is proof that the try was not executed and it is worth repeating.
/// </summary>
internal interface IResendCall
{
    /// <summary>Returns when it is time to prepare the next try: waits for the back-off after the last one, for keys, and for a slot of the pace.</summary>
    /// <param name="cancellationToken">Ends the waiting with a <see cref="ServiceException"/>: the try is not made.</param>
    /// <exception cref="Credentials.CredentialsException">There are no keys.</exception>
    ValueTask TakeTurnAsync(CancellationToken cancellationToken);

    /// <summary>Gives the turn to others: the try is not made.</summary>
    void GiveTurnBack();

    /// <summary>Waits for the slot. False where it has passed meanwhile: the turn is over then, and another is to be taken.</summary>
    /// <param name="cancellationToken">Ends the waiting with a <see cref="ServiceException"/>: the try is not made.</param>
    ValueTask<bool> LeaveAsync(CancellationToken cancellationToken);

    /// <summary>Makes the try. Null where it is to be repeated: it was refused by throttling, or its connection was never made.</summary>
    /// <param name="date">The date that it is signed with; the service refuses it 15 min later (ons-api facts 4.2).</param>
    /// <param name="cancellationToken">Aborts it.</param>
    /// <exception cref="ServiceException">No 200 answer that reads as JSON; <see cref="ServiceException.Reach"/> tells how far it got.</exception>
    Task<ResendAnswer?> SendAsync(DateTimeOffset date, CancellationToken cancellationToken);
}
