using OnsDlq.Credentials;
using OnsDlq.Errors;
using OnsDlq.Signing;

namespace OnsDlq.Transport;

/// <summary>
/// Sends signed tries over HTTP/1.1: all parameters in the query string and an empty body, by POST but for the few operations that take GET
/// alone, as the official SDK does.
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
            // Has a date only where the answer is the service's own: what stands in between has a clock of its own.
            clock.Note(SignatureProof.Believed(refusal, answer.Date, date, took), sent, received);
            throw;
        }
    }

    private HttpRequestMessage Build(HttpMethod method, SignedRequest signed)
    {
        // The query goes out as it was signed: the address must not be put in another, if equal, form.
        var address = new Uri(
            $"{endpoint.Scheme}://{Host}/?{signed.Query}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        var request = new HttpRequestMessage(method, address)
        {
            Version = System.Net.HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,

            // The HTTP stack repeats by itself a request without content when a reused connection closes; so a POST never lacks it. A GET,
            // which only reads and would say Content-Length: 0, does; its trace holds such a repeat up all the same.
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
