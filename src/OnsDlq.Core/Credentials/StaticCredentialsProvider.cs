using OnsDlq.Signing;

namespace OnsDlq.Credentials;

/// <summary>Keys that are known from the start and never change.</summary>
internal sealed class StaticCredentialsProvider(AccessKey key, string source) : ICredentialsProvider
{
    /// <inheritdoc/>
    public string Source => source;

    /// <inheritdoc/>
    public ValueTask<AccessKey> GetAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(key);
    }
}
