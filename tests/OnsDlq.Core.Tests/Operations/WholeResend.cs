using OnsDlq.Connection;
using OnsDlq.Messages;
using OnsDlq.Operations;
using OnsDlq.Transport;

namespace OnsDlq.Core.Tests.Operations;

/// <summary>Makes a whole resend, without any action before each try.</summary>
internal static class WholeResend
{
    /// <summary>Resends a message; each try is signed with the time on the connection's local clock.</summary>
    public static async Task<ResendAnswer> ResendAsync(
        this OnsDlqConnection connection, MessageReference message, CallContext context, CancellationToken cancellationToken)
    {
        var call = connection.Client.BeginResend(message, context);
        while (true)
        {
            await call.TakeTurnAsync(cancellationToken);
            if (await call.LeaveAsync(cancellationToken) && await call.SendAsync(LocalTime(connection.Clock), cancellationToken) is { } answer) return answer;
        }
    }

    private static DateTimeOffset LocalTime(ServiceClock clock) => clock.Now - (clock.Offset ?? TimeSpan.Zero);
}
