using System.Text.Json;
using OnsDlq.Credentials.Profiles;
using OnsDlq.Credentials.Sources;
using OnsDlq.Errors;
using OnsDlq.Signing;

namespace OnsDlq.Credentials.Sts;

/// <summary>Reads what STS answers.</summary>
internal static class StsAnswer
{
    private const int LongestMessage = 300;

    /// <summary>The keys of an answer.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="source">The source's name.</param>
    /// <param name="secrets">Secrets of the request, which must not appear in an error.</param>
    /// <exception cref="CredentialsException">STS refused, did not answer, or answered something else.</exception>
    public static AccessKey Read(CredentialsHttpAnswer answer, string source, params string?[] secrets)
    {
        var sts = $"STS, asked for {source},";
        var body = Body(answer, $"STS gave no keys for {source}", sts, secrets);
        if (!body.TryGetProperty("Credentials", out var credentials) || credentials.ValueKind != JsonValueKind.Object)
            throw new CredentialsException(ErrorId.CredentialSourceFailed, $"STS gave no keys for {source}: its answer has no Credentials.");
        return KeyAnswer.ReadTemporary(credentials, sts);
    }

    /// <summary>The account of an answer to GetCallerIdentity.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="source">The name of the keys' source.</param>
    /// <param name="secrets">Secrets of the request, which must not appear in an error.</param>
    /// <exception cref="CredentialsException">STS refused, did not answer, or answered something else.</exception>
    public static string ReadAccount(CredentialsHttpAnswer answer, string source, params string?[] secrets)
    {
        var trouble = $"STS does not give the account of {source}";
        var body = Body(answer, trouble, $"STS, asked about {source},", secrets);
        return CredentialsJson.Text(body, "AccountId") is { Length: > 0 } account
            ? Printable(account)
            : throw new CredentialsException(ErrorId.CredentialSourceFailed, $"{trouble}: its answer has no AccountId.");
    }

    private static JsonElement Body(CredentialsHttpAnswer answer, string trouble, string sts, string?[] secrets)
    {
        if (answer.Trouble is not null) throw new CredentialsException(ErrorId.CredentialSourceFailed, $"{trouble}: {answer.Trouble}.", answer.Cause);
        if (!answer.IsOk) throw new CredentialsException(ErrorId.CredentialSourceFailed, $"{trouble}: {Refusal(answer, secrets)}");
        return KeyAnswer.Parse(answer.Body, sts);
    }

    private static string Refusal(CredentialsHttpAnswer answer, string?[] secrets)
    {
        JsonElement body;
        try
        {
            body = KeyAnswer.Parse(answer.Body, "STS");
        }
        catch (CredentialsException)
        {
            return answer.Describe() + ", unreadable.";
        }

        var parts = new[] { ("Code", ""), ("Message", ""), ("RequestId", "request ") }
            .Select(part => (Text: CredentialsJson.Text(body, part.Item1), Prefix: part.Item2))
            .Where(part => part.Text is not null && IsHarmless(part.Text, secrets))
            .Select(part => part.Prefix + Printable(part.Text!));
        return $"{answer.Describe()}: {string.Join(" – ", parts)}";
    }

    /// <summary>When signatures differ, STS quotes the string to sign, which includes the security token.</summary>
    private static bool IsHarmless(string text, string?[] secrets) =>
        !text.Contains("string to sign", StringComparison.OrdinalIgnoreCase)
        && !secrets.Any(secret => secret is { Length: > 0 }
            && (text.Contains(secret, StringComparison.Ordinal)
                || text.Contains(Uri.EscapeDataString(secret), StringComparison.Ordinal)
                || text.Contains(Uri.EscapeDataString(Uri.EscapeDataString(secret)), StringComparison.Ordinal)));

    private static string Printable(string text)
    {
        var shown = new string([.. text.Where(letter => !char.IsControl(letter))]);
        return shown.Length <= LongestMessage ? shown : shown[..LongestMessage] + "…";
    }
}
