using OnsDlq.Signing;

namespace OnsDlq.Credentials;

/// <summary>Fetches temporary keys, new ones at each call. <see cref="RenewingCredentialsProvider"/> decides when to call it.</summary>
internal interface ITemporaryKeySource
{
    /// <summary>The source's name for users; never a secret.</summary>
    string Source { get; }

    /// <summary>Fetches new keys.</summary>
    /// <exception cref="CredentialsException">There are none, or the source failed.</exception>
    Task<AccessKey> FetchAsync(CancellationToken cancellationToken);
}
