using System.Buffers;
using System.Text.RegularExpressions;
using OnsDlq.Errors;
using OnsDlq.Signing;

namespace OnsDlq.Transport;

/// <summary>
/// Removes secrets from texts of the service before anybody sees them: when a signature does not match, it echoes its string-to-sign (ons-api
/// facts 2.3), and with that the access key ID, the security token and all parameters.
/// </summary>
internal sealed partial class Redaction
{
    private const string Mark = "[redacted]";
    private const int LongestRead = 4096;
    private const int ShortestSecret = 4;
    private static readonly SearchValues<char> OfIds = SearchValues.Create("0123456789ABCDEFabcdef-");
    private readonly string[] _secrets;
    private string[]? _encoded;

    /// <summary>Makes the redaction for the secrets of one request.</summary>
    /// <param name="key">The key that signed it.</param>
    /// <param name="request">The signed request.</param>
    public Redaction(AccessKey key, SignedRequest request)
    {
        request.Headers.TryGetValue("authorization", out var authorization);
        string?[] secrets = [key.Secret, key.SecurityToken, key.Id, authorization, authorization?[(authorization.LastIndexOf('=') + 1)..]];
        _secrets = Array.FindAll(secrets, secret => secret?.Length >= ShortestSecret)!;
        LongestFirst(_secrets);
    }

    /// <summary>The text without any secret, on one line, of at most 500 characters.</summary>
    public string Of(string text)
    {
        // Fast path, since every answer passes here: without a percent sign there is no percent-encoded secret to look for.
        foreach (var secret in text.Contains('%', StringComparison.Ordinal) ? Encoded() : _secrets)
            text = text.Replace(secret, Mark, StringComparison.Ordinal);
        if (text.Length > LongestRead) text = text[..LongestRead];

        // A request ID cannot contain the words searched for below.
        if (!text.AsSpan().ContainsAnyExcept(OfIds)) return PlainText.Of(text, 500);
        text = Echo().Replace(text, " " + Mark);
        return PlainText.Of(Named().Replace(text, "${name}" + Mark), 500);
    }

    private string[] Encoded()
    {
        if (_encoded is not null) return _encoded;
        string[] encoded = [.. _secrets
            .SelectMany(secret => new[] { secret, Uri.EscapeDataString(secret), Uri.EscapeDataString(Uri.EscapeDataString(secret)) })
            .Distinct(StringComparer.Ordinal)];
        LongestFirst(encoded);
        return _encoded = encoded;
    }

    private static void LongestFirst(string[] secrets) => Array.Sort(secrets, (one, other) => other.Length.CompareTo(one.Length));

    // Everything after the words "string to sign" or "canonical request".
    [GeneratedRegex(
        @"[\s,;.]*(the\s+)?(server'?s?\s+)?(string[\s_-]*to[\s_-]*sign|canonical(ized)?[\s_-]*(request|query|string)).*$",
        RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Echo();

    // Values after the names of secrets, even of secrets that are not ours: the answer may quote another request.
    [GeneratedRegex(
        @"(?<name>(?<![A-Za-z])(Signature|SecurityToken|AccessKeyId|AccessKeySecret|Credential|x-acs-security-token|x-acs-accesskey-id)"
        + @"\s*(=|:|%3D|%253D)\s*)[^\s&,;]+",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Named();
}
