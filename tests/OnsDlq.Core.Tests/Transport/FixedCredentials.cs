using OnsDlq.Credentials;
using OnsDlq.Signing;

namespace OnsDlq.Core.Tests.Transport;

/// <summary>Returns one key after another; the last one is repeated.</summary>
internal sealed class FixedCredentials(params AccessKey[] keys) : ICredentialsProvider
{
    private int _asked;

    /// <summary>How many times keys were requested.</summary>
    public int Asked => _asked;

    /// <inheritdoc/>
    public string Source => "a test";

    /// <inheritdoc/>
    public ValueTask<AccessKey> GetAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var asked = Interlocked.Increment(ref _asked);
        return ValueTask.FromResult(keys.Length == 0
            ? new AccessKey("testid", "testsecret")
            : keys[Math.Min(asked, keys.Length) - 1]);
    }
}
