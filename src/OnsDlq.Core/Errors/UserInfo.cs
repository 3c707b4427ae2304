using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;
using System.Text.RegularExpressions;

namespace OnsDlq.Errors;

/// <summary>
/// Removes the user and the password from URIs in texts. The HTTP stack puts the whole address of a proxy, with its password, into the messages
/// of its exceptions, and these are shown, logged and recorded.
/// </summary>
internal static partial class UserInfo
{
    /// <summary>The text with the user and password removed from every URI.</summary>
    public static string Strip(string text) =>
        text.Contains('@', StringComparison.Ordinal) || text.Contains("%40", StringComparison.Ordinal) ? Pattern().Replace(text, "${scheme}") : text;

    /// <summary>The exception, or, where its message or that of an inner one holds a user, a copy without it.</summary>
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

    // Everything up to the last @ before the path, with spaces and quotes, since a password may contain them. Where a sentence has an address
    // without a path and later an @, some harmless words are removed as well. The second form is percent-encoded, as in query strings.
    [GeneratedRegex(
        @"(?<scheme>://)[^/?#\r\n]*@|(?<scheme>%3A%2F%2F)[^\s/?#&]*?%40", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
