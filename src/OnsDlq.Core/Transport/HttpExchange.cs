using System.Buffers;
using System.Net.Http.Headers;
using OnsDlq.Errors;
using OnsDlq.Pace;

namespace OnsDlq.Transport;

/// <summary>
/// Sends one HTTP request once and reads the whole answer within one time limit; where that fails, the error tells how far the request got.
/// </summary>
internal sealed class HttpExchange(HttpMessageHandler handler, TimeProvider time) : IDisposable
{
    private readonly HttpMessageInvoker _invoker = new(handler);
    private readonly CancellationTokenSource _closing = new();

    /// <summary>Sends a request. Even after a failure, no byte of it is written once this method has ended.</summary>
    /// <param name="request">The request; the content of a resend must not be null, even if it is empty.</param>
    /// <param name="action">The operation, for errors.</param>
    /// <param name="largest">The limit on the answer's body in bytes.</param>
    /// <param name="timeout">How long it may take, connection and answer included.</param>
    /// <param name="cancellationToken">Aborts it: the error is then <see cref="ErrorId.CallAborted"/>.</param>
    /// <exception cref="ServiceException">No whole answer came.</exception>
    public async Task<HttpAnswer> SendAsync(
        HttpRequestMessage request, string action, int largest, TimeSpan timeout, CancellationToken cancellationToken)
    {
        if (_closing.IsCancellationRequested)
        {
            throw new ServiceException(ErrorId.CallAborted, "The connection had been closed: nothing was sent.")
            {
                Action = action,
                Host = request.RequestUri!.Authority,
                Reach = RequestReach.NotWritten,
            };
        }

        using var end = new CancellationTokenSource(timeout, time);
        using var abort = cancellationToken.UnsafeRegister(End, end);
        using var close = _closing.Token.UnsafeRegister(End, end);
        var trace = new RequestTrace();
        try
        {
            RequestTrace.Current = trace;
            using var response = await _invoker.SendAsync(request, end.Token).ConfigureAwait(false);
            return await ReadAsync(response, largest, end.Token).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            // Read before anything else: a cancellation after this is not the cause.
            var ended = end.IsCancellationRequested;
            var written = trace.Close();
            var failure = new ExchangeFailure(action, request.RequestUri!, ProxyRoute.Of(handler, request.RequestUri!), timeout, written);
            if (cancellationToken.IsCancellationRequested || _closing.IsCancellationRequested) throw failure.Aborted(error);
            throw ended ? failure.TimedOut(error) : failure.Failed(error);
        }
        finally
        {
            trace.Close();
            RequestTrace.Current = null;
        }
    }

    /// <summary>Aborts what is in flight and closes all connections.</summary>
    public void Dispose()
    {
        _closing.Cancel();
        _invoker.Dispose();
    }

    private static void End(object? exchange) => ((CancellationTokenSource)exchange!).Cancel();

    private static async Task<HttpAnswer> ReadAsync(HttpResponseMessage response, int largest, CancellationToken cancellationToken)
    {
        var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = stream.ConfigureAwait(false);
        using var body = new MemoryStream();
        var tooLarge = false;
        var buffer = ArrayPool<byte>.Shared.Rent(16 * 1024);
        try
        {
            int count;
            while (!tooLarge && (count = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                var room = largest - (int)body.Length;
                body.Write(buffer, 0, Math.Min(count, room));
                tooLarge = count > room;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        var headers = response.Headers;
        var content = response.Content.Headers;
        return new HttpAnswer(
            (int)response.StatusCode,
            content.ContentType?.MediaType,
            content.ContentEncoding.Count == 0 ? null : string.Join(',', content.ContentEncoding),
            Single(headers, "x-acs-request-id"),
            RetryWait.Parse(Single(headers, "x-acs-retry-after")),
            headers.Date,
            body.GetBuffer().AsMemory(0, (int)body.Length),
            tooLarge);
    }

    private static string? Single(HttpResponseHeaders headers, string name) =>
        headers.TryGetValues(name, out var values) && values.FirstOrDefault() is { Length: > 0 } value ? value : null;
}
