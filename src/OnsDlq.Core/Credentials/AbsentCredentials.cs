using OnsDlq.Errors;
using OnsDlq.Signing;

namespace OnsDlq.Credentials;

/// <summary>A source in the chain that has no keys, with the reason.</summary>
internal sealed class AbsentCredentials(string reason) : ICredentialsProvider
{
    /// <inheritdoc/>
    public string Source => reason;

    /// <inheritdoc/>
    public ValueTask<AccessKey> GetAsync(CancellationToken cancellationToken) =>
        ValueTask.FromException<AccessKey>(new CredentialsException(ErrorId.NoCredentials, reason));
}
