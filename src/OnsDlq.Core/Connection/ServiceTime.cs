using OnsDlq.Credentials;
using OnsDlq.Messages;
using OnsDlq.Transport;

namespace OnsDlq.Connection;

/// <summary>Finds out the service's time from the date of an answer.</summary>
internal static class ServiceTime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Looks a message up and ignores the result: any answer gives the time. It has a short time-out, because the caller can do without the
    /// time. It makes no call where the message belongs to another service.
    /// </summary>
    public static async Task AskAsync(OnsDlqConnection connection, MessageKey message, CallContext calls, CancellationToken cancellationToken)
    {
        if (message.Realm != connection.Realm) return;
        using var soon = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        soon.CancelAfter(Patience);
        try
        {
            await connection.Client.GetByIdAsync(
                message.GroupId, message.MsgId, message.InstanceId, calls with { TryTimeout = Patience }, soon.Token).ConfigureAwait(false);
        }
        catch (Exception trouble) when (trouble is ServiceException or CredentialsException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }
    }
}
