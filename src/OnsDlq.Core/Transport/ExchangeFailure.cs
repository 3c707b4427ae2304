using System.Globalization;
using OnsDlq.Errors;

namespace OnsDlq.Transport;

/// <summary>Makes the error for a failed exchange. How far the request got is taken from its trace, never from an exception.</summary>
/// <param name="action">The operation.</param>
/// <param name="address">The address that was called.</param>
/// <param name="proxy">The proxy in between, without its user and password; null where there is none.</param>
/// <param name="timeout">Its time-out.</param>
/// <param name="written">Whether a byte of it may have been written.</param>
internal sealed class ExchangeFailure(string action, Uri address, string? proxy, TimeSpan timeout, bool written)
{
    private string Host => address.Authority;

    /// <summary>The host, with the proxy where there is one: the user has to find out first which of the two is at fault.</summary>
    private string Far => proxy is null ? Host : $"{Host} through the proxy {proxy}";

    /// <summary>The caller cancelled, or the connection was closed.</summary>
    public ServiceException Aborted(Exception inner) => Of(
        ErrorId.CallAborted, written ? "The call was aborted in flight." : "The call was aborted before anything of it was sent.", inner);

    /// <summary>The time-out was reached.</summary>
    public ServiceException TimedOut(Exception inner)
    {
        var seconds = timeout.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);
        return written
            ? Of(ErrorId.TimedOut, $"No whole answer came from {Far} within {seconds} s.", inner)
            : Of(ErrorId.ServiceUnreachable, $"No connection to {Far} could be made within {seconds} s.", inner);
    }

    /// <summary>The HTTP stack failed.</summary>
    public ServiceException Failed(Exception inner)
    {
        var error = (inner as HttpRequestException)?.HttpRequestError ?? (inner as HttpIOException)?.HttpRequestError;
        if (written)
        {
            return error is HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded
                ? Of(ErrorId.UnreadableAnswer, $"What {Far} answered is not HTTP/1.1 as it should be.", inner)
                : Of(ErrorId.ConnectionLost, $"The connection to {Far} ended before a whole answer came.", inner);
        }

        return Of(ErrorId.ServiceUnreachable, error switch
        {
            // With a proxy, this machine resolves the proxy's name and connects to the proxy.
            HttpRequestError.NameResolutionError => proxy is null
                ? $"The host name {address.IdnHost} could not be resolved."
                : $"The host name of the proxy {proxy}, through which {Host} is called, could not be resolved.",
            HttpRequestError.SecureConnectionError => $"No TLS connection to {Far} could be made: {Innermost(inner)}",
            _ when proxy is null => $"No connection to {Host} could be made: {Innermost(inner)}",
            HttpRequestError.ConnectionError =>
                $"No connection to the proxy {proxy}, through which {Host} is called, could be made: {Innermost(inner)}",
            _ => $"The proxy {proxy} did not open a way to {Host}: {Innermost(inner)}",
        }, inner);
    }

    private static string Innermost(Exception error)
    {
        while (error.InnerException is { } inner) error = inner;
        return PlainText.Of(error.Message, 200);
    }

    private ServiceException Of(ErrorId id, string message, Exception inner) => new(id, message, inner)
    {
        Action = action,
        Host = Host,
        Reach = written ? RequestReach.Written : RequestReach.NotWritten,
    };
}
