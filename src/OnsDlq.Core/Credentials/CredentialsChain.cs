using OnsDlq.Errors;
using OnsDlq.Signing;

namespace OnsDlq.Credentials;

/// <summary>
/// Sources that have to be tried in order, because only a request shows whether they have keys. The first that has keys is kept: if it fails
/// later, that is an error, and never a reason to use another identity.
/// </summary>
/// <param name="candidates">The sources to try.</param>
/// <param name="tried">The sources before these, with the reasons why they have no keys.</param>
internal sealed class CredentialsChain(IReadOnlyList<ICredentialsProvider> candidates, IReadOnlyList<string> tried) : ICredentialsProvider
{
    private ICredentialsProvider? _chosen;

    /// <inheritdoc/>
    public string Source => Volatile.Read(ref _chosen)?.Source ?? "the default chain";

    /// <inheritdoc/>
    public async ValueTask<AccessKey> GetAsync(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _chosen) is { } chosen) return await chosen.GetAsync(cancellationToken).ConfigureAwait(false);

        var reasons = new List<string>(tried);
        foreach (var candidate in candidates)
        {
            try
            {
                var key = await candidate.GetAsync(cancellationToken).ConfigureAwait(false);
                // A race: callers who choose at the same time must not get different identities.
                var first = Interlocked.CompareExchange(ref _chosen, candidate, null) ?? candidate;
                return first == candidate ? key : await first.GetAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (CredentialsException none) when (none.Id == ErrorId.NoCredentials)
            {
                reasons.Add(none.Message);
            }
        }

        throw new CredentialsException(
            ErrorId.NoCredentials,
            "No credentials were found. Looked at, in this order: " + string.Join("; ", reasons)
                + ". Give -Credential or -ProfileName, or set ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET.");
    }
}
