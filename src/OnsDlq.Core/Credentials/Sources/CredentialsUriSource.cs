using System.Net;
using OnsDlq.Credentials.Profiles;
using OnsDlq.Errors;
using OnsDlq.Signing;

namespace OnsDlq.Credentials.Sources;

/// <summary>
/// Keys from a URI. Plain http is accepted only from loopback and link-local addresses (169.254/16, fe80::/10) and the ECS address
/// 100.100.100.200; the official libraries accept it from anywhere.
/// </summary>
internal sealed class CredentialsUriSource : ITemporaryKeySource
{
    /// <summary>The variable with the URI, for the chain and for a profile without a URI of its own.</summary>
    public const string Variable = "ALIBABA_CLOUD_CREDENTIALS_URI";

    private readonly CredentialsEnvironment _environment;
    private readonly Uri _uri;
    private readonly bool _isNear;

    /// <summary>Checks the URI; fetches nothing yet.</summary>
    /// <exception cref="CredentialsException">It is not an http(s) URI, or it is plain http to a host that is not local.</exception>
    public CredentialsUriSource(CredentialsEnvironment environment, string uri, string source)
    {
        _environment = environment;
        Source = source;
        // The URI may carry a secret in its query, so no error quotes it.
        if (!Uri.TryCreate(uri, UriKind.Absolute, out var parsed) || (parsed.Scheme != Uri.UriSchemeHttp && parsed.Scheme != Uri.UriSchemeHttps))
            throw new CredentialsException(ErrorId.InvalidCredentials, $"Not an http or https address: {source}.");
        _uri = parsed;
        _isNear = IsNear(parsed);
        if (parsed.Scheme == Uri.UriSchemeHttp && !_isNear)
        {
            throw new CredentialsException(
                ErrorId.InvalidCredentials, $"Plain http to {parsed.Host} is not accepted for {source}: use https, or an address on this machine.");
        }
    }

    /// <inheritdoc/>
    public string Source { get; }

    /// <inheritdoc/>
    public async Task<AccessKey> FetchAsync(CancellationToken cancellationToken)
    {
        var answer = await _environment.Http.SendAsync(
            new HttpRequestMessage(HttpMethod.Get, _uri), throughProxy: !_isNear, patience: null, cancellationToken).ConfigureAwait(false);
        if (!answer.IsOk)
        {
            throw new CredentialsException(
                ErrorId.CredentialSourceFailed, $"No keys came from {Source} ({_uri.Authority}): {answer.Describe()}.", answer.Cause);
        }

        var keys = KeyAnswer.Parse(answer.Body, Source);
        // As in the command line and the C# library; the Go library does not check the Code.
        if (CredentialsJson.Text(keys, "Code") is not "Success")
        {
            throw new CredentialsException(
                ErrorId.CredentialSourceFailed, $"No keys came from {Source} ({_uri.Authority}): its Code is not Success.");
        }

        return KeyAnswer.Read(keys, Source);
    }

    private static bool IsNear(Uri uri)
    {
        if (uri.IsLoopback) return true;
        if (!IPAddress.TryParse(uri.DnsSafeHost, out var address)) return false;
        return address.IsIPv6LinkLocal
            || address.GetAddressBytes() is [169, 254, _, _] or [100, 100, 100, 200];
    }
}
