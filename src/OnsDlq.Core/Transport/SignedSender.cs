using OnsDlq.Credentials;
using OnsDlq.Errors;
using OnsDlq.Signing;

namespace OnsDlq.Transport;

/// <summary>
/// Sends signed tries over HTTP/1.1, like the official SDK: all parameters in the query string and an empty body, by POST except for the few
/// operations that accept only GET.
/// </summary>
internal sealed class SignedSender(Uri endpoint, HttpExchange exchange, TimeProvider time, ServiceClock clock, INonceSource nonces) : ITrySender
{
    /// <inheritdoc/>
    public string Host => endpoint.Authority;

    /// <inheritdoc/>
    public async Task<ServiceAnswer> SendAsync(
        ServiceCall call, AccessKey key, DateTimeOffset date, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var unsigned = new UnsignedRequest
        {
            Method = call.Method.Method,
            Host = Host,
            Action = call.Action,
            Version = ServiceCall.Version,
            Query = call.Parameters,
        };
        var signed = SignatureV3.Sign(unsigned, key, date, nonces.Next());
        using var request = Build(call.Method, signed);
        var (sent, began) = (time.GetUtcNow(), time.GetTimestamp());
        var answer = await exchange.SendAsync(request, call.Action, call.LargestAnswer, timeout, cancellationToken).ConfigureAwait(false);
        var (received, took) = (time.GetUtcNow(), time.GetElapsedTime(began));
        try
        {
            var dated = answer with { Date = SignatureProof.Believed(answer.Date, date, took) };
            var read = new AnswerReader(call, Host, new Redaction(key, signed)).Read(dated);
            clock.Note(read.Date, sent, received);
            return read;
        }
        catch (ServiceException refusal)
        {
            // The date counts only if the answer is the service's own: a proxy has a clock of its own.
            clock.Note(SignatureProof.Believed(refusal, answer.Date, date, took), sent, received);
            throw;
        }
    }

    private HttpRequestMessage Build(HttpMethod method, SignedRequest signed)
    {
        // The query must be sent exactly as it was signed, so the URI must not be normalized.
        var address = new Uri(
            $"{endpoint.Scheme}://{Host}/?{signed.Query}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        var request = new HttpRequestMessage(method, address)
        {
            Version = System.Net.HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,

            // When a pooled connection closes, the HTTP stack repeats a request without content by itself; so a POST always has content. A GET
            // has none, since it would then send Content-Length: 0; it only reads, and its trace stops such a repeat anyway.
            Content = method == HttpMethod.Get ? null : new ByteArrayContent([]),
        };
        request.Headers.Host = Host;
        request.Headers.TryAddWithoutValidation("accept", "application/json");
        request.Headers.TryAddWithoutValidation("user-agent", UserAgent.Value);
        foreach (var (name, value) in signed.Headers)
        {
            if (!IsSendable(value) || !request.Headers.TryAddWithoutValidation(name, value))
            {
                throw new CredentialsException(
                    ErrorId.InvalidCredentials, "The access key ID or the security token holds a character that no header can carry.");
            }
        }

        return request;
    }

    private static bool IsSendable(string value)
    {
        foreach (var character in value)
            if (character is < ' ' or > '~') return false;
        return true;
    }
}
