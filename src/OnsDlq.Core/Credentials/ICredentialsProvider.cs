using OnsDlq.Signing;

namespace OnsDlq.Credentials;

/// <summary>Where access keys come from. Asked at every try, so temporary keys are renewed in time.</summary>
internal interface ICredentialsProvider
{
    /// <summary>The source in words fit for a person, such as <c>profile 'prod' (RamRoleArn)</c>; never a secret.</summary>
    string Source { get; }

    /// <summary>Gives keys that are valid now, renewing them first where they run out soon.</summary>
    /// <exception cref="CredentialsException">There are none, or their source failed.</exception>
    ValueTask<AccessKey> GetAsync(CancellationToken cancellationToken);
}
