using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;
using System.Text.RegularExpressions;

namespace OnsDlq.Errors;

/// <summary>
/// Takes the user and the password out of URIs in texts. The HTTP stack puts the whole address of a proxy, password included, into the
/// messages of its exceptions, and what went wrong is shown, logged and recorded.
/// </summary>
internal static partial class UserInfo
{
    /// <summary>The text with every URI as it is without user and password.</summary>
    public static string Strip(string text) =>
        text.Contains('@', StringComparison.Ordinal) || text.Contains("%40", StringComparison.Ordinal) ? Pattern().Replace(text, "${scheme}") : text;

    /// <summary>The exception, or, where its text or that of an inner one holds a user, one that says the same without.</summary>
    [return: NotNullIfNotNull(nameof(exception))]
    public static Exception? Strip(Exception? exception)
    {
        if (exception?.ToString() is not { } all || Strip(all) == all) return exception;
        var message = Strip(exception.Message);
        var inner = Strip(exception.InnerException);
        Exception told = exception is HttpRequestException http
            ? new HttpRequestException(http.HttpRequestError, message, inner, http.StatusCode)
            : new InvalidOperationException($"{exception.GetType().FullName}: {message}", inner);
        return exception.StackTrace is { } trace ? ExceptionDispatchInfo.SetRemoteStackTrace(told, Strip(trace)) : told;
    }

    // Up to the last @ before the path, blanks and quotes included: a URI as text shows a password's own. A few harmless words may go with
    // it where a sentence has an address without a path and then an @. Encoded, too, as addresses stand in queries.
    [GeneratedRegex(
        @"(?<scheme>://)[^/?#\r\n]*@|(?<scheme>%3A%2F%2F)[^\s/?#&]*?%40", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
