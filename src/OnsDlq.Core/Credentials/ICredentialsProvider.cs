using OnsDlq.Signing;

namespace OnsDlq.Credentials;

/// <summary>A source of access keys. It is called at every try, so that temporary keys are renewed in time.</summary>
internal interface ICredentialsProvider
{
    /// <summary>The source's name for users, such as <c>profile 'prod' (RamRoleArn)</c>; never a secret.</summary>
    string Source { get; }

    /// <summary>Gives keys that are valid now; renews them first where they expire soon.</summary>
    /// <exception cref="CredentialsException">There are none, or their source failed.</exception>
    ValueTask<AccessKey> GetAsync(CancellationToken cancellationToken);
}
