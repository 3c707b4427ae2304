using OnsDlq.Credentials;
using OnsDlq.Pace;

namespace OnsDlq.Transport;

/// <summary>Makes calls, each of as many tries as its kind allows.</summary>
/// <param name="sender">Makes one try.</param>
/// <param name="credentials">Gives the keys, at every try.</param>
/// <param name="pace">Shared by all calls.</param>
/// <param name="time">The clock.</param>
/// <param name="jitter">Gives random numbers from 0 to 1.</param>
/// <param name="account">
/// Gives the account that the keys belong to, or null where that is not known; it is asked for calls that name no instance.
/// </param>
internal sealed class ServiceCaller(
    ITrySender sender, ICredentialsProvider credentials, IPace pace, TimeProvider time, Func<double> jitter,
    Func<CancellationToken, ValueTask<string?>>? account = null)
{
    /// <summary>Begins a call whose tries the caller makes one by one. Nothing is sent yet.</summary>
    /// <param name="call">The call.</param>
    /// <param name="context">The command's settings for its calls.</param>
    public PendingCall Begin(ServiceCall call, CallContext context) => new(sender, credentials, pace, time, jitter, call, context, account);

    /// <summary>Makes a call with all its tries.</summary>
    /// <param name="call">The call.</param>
    /// <param name="context">The command's settings for its calls.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ServiceException">No try succeeded; this is the error of the last one.</exception>
    /// <exception cref="CredentialsException">There are no keys; the try was not sent.</exception>
    public async Task<ServiceAnswer> CallAsync(ServiceCall call, CallContext context, CancellationToken cancellationToken)
    {
        var pending = Begin(call, context);
        while (true)
        {
            await pending.TakeTurnAsync(cancellationToken).ConfigureAwait(false);
            if (!await pending.LeaveAsync(cancellationToken).ConfigureAwait(false)) continue;
            if (await pending.SendAsync(time.GetUtcNow(), cancellationToken).ConfigureAwait(false) is { } answer) return answer;
        }
    }
}
