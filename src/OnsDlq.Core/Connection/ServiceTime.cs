using OnsDlq.Credentials;
using OnsDlq.Messages;
using OnsDlq.Transport;

namespace OnsDlq.Connection;

/// <summary>Finds out what time it is on the service's clock, by the date of an answer.</summary>
internal static class ServiceTime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Looks a message up, whatever comes of it: any answer tells the time. Gives up soon, for whoever asks can do without. Asks nobody where
    /// the message is another service's.
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
