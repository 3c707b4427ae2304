using OnsDlq.Errors;
using OnsDlq.Signing;

namespace OnsDlq.Transport;

/// <summary>Makes one try of a call: signs it with a fresh nonce, sends it once, and reads the answer.</summary>
internal interface ITrySender
{
    /// <summary>The host that is called.</summary>
    string Host { get; }

    /// <summary>Makes one try.</summary>
    /// <param name="call">The call.</param>
    /// <param name="key">The key to sign it with.</param>
    /// <param name="date">The date it is signed with; the service refuses the request 15 min later (ons-api facts 4.2).</param>
    /// <param name="timeout">How long the try may take, connection and answer included.</param>
    /// <param name="cancellationToken">Aborts the try.</param>
    /// <exception cref="ServiceException">The try did not succeed; the error of an aborted one is <see cref="ErrorId.CallAborted"/>.</exception>
    Task<ServiceAnswer> SendAsync(ServiceCall call, AccessKey key, DateTimeOffset date, TimeSpan timeout, CancellationToken cancellationToken);
}
