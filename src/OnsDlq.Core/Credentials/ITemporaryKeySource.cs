using OnsDlq.Signing;

namespace OnsDlq.Credentials;

/// <summary>Gives temporary keys, new ones each time it is asked. <see cref="RenewingCredentialsProvider"/> decides when to ask.</summary>
internal interface ITemporaryKeySource
{
    /// <summary>The source in words fit for a person; never a secret.</summary>
    string Source { get; }

    /// <summary>Fetches new keys.</summary>
    /// <exception cref="CredentialsException">There are none, or the source failed.</exception>
    Task<AccessKey> FetchAsync(CancellationToken cancellationToken);
}
