using OnsDlq.Transport;

namespace OnsDlq.Operations;

/// <summary>A resend over the service's HTTP interface.</summary>
internal sealed class ResendCall(PendingCall call, string msgId) : IResendCall
{
    /// <inheritdoc/>
    public ValueTask TakeTurnAsync(CancellationToken cancellationToken) => call.TakeTurnAsync(cancellationToken);

    /// <inheritdoc/>
    public void GiveTurnBack() => call.GiveTurnBack();

    /// <inheritdoc/>
    public ValueTask<bool> LeaveAsync(CancellationToken cancellationToken) => call.LeaveAsync(cancellationToken);

    /// <inheritdoc/>
    public async Task<ResendAnswer?> SendAsync(DateTimeOffset date, CancellationToken cancellationToken) =>
        await call.SendAsync(date, cancellationToken).ConfigureAwait(false) is { } answer ? ResendCodec.Read(answer, msgId) : null;
}
