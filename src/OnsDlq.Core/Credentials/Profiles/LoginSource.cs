using OnsDlq.Errors;
using OnsDlq.Signing;

namespace OnsDlq.Credentials.Profiles;

/// <summary>
/// The keys of a person who logged in with the command line (CloudSSO, OAuth), which stores them in the profile until <c>sts_expiration</c>
/// (aliyun-cli, config/profile.go). They are read again each time, since the command line replaces them. They are not renewed here: that needs
/// the person's refresh token, which may be used only once and belongs to the command line.
/// </summary>
internal sealed class LoginSource(CredentialsEnvironment environment, string profileName, CliMode mode) : ITemporaryKeySource
{
    /// <inheritdoc/>
    public string Source => $"profile '{profileName}' ({mode})";

    /// <inheritdoc/>
    public Task<AccessKey> FetchAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var profile = CliProfileFile.Read(environment)?.Find(profileName);
        if (profile?.KnownMode != mode || profile["access_key_id"] is not { } id || profile["access_key_secret"] is not { } secret
            || profile["sts_token"] is not { } token)
        {
            throw LogIn("holds no keys");
        }

        if (profile.KeysEndAt is not { } endsAt) throw LogIn("does not say when its keys run out");
        return endsAt > environment.Clock.GetUtcNow()
            ? Task.FromResult(new AccessKey(id, secret, token, endsAt))
            : throw LogIn($"holds keys that ran out at {endsAt:u}");
    }

    private CredentialsException LogIn(string how) => new(
        ErrorId.CredentialSourceFailed,
        $"{Source} {how}. Log in again: aliyun configure --profile {profileName} --mode {mode}; while the login itself lasts, any call renews "
        + $"the keys: aliyun sts GetCallerIdentity --profile {profileName}");
}
