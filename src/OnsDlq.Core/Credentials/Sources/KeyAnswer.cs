using System.Globalization;
using System.Text.Json;
using OnsDlq.Credentials.Profiles;
using OnsDlq.Errors;
using OnsDlq.Signing;

namespace OnsDlq.Credentials.Sources;

/// <summary>Reads the JSON with keys from the metadata service, STS, credentials URIs and commands. Errors never quote it.</summary>
internal static class KeyAnswer
{
    /// <summary>The member names in HTTP answers; a command's JSON has those of a CLI profile.</summary>
    private static readonly KeyAnswerNames Web = new("AccessKeyId", "AccessKeySecret", "SecurityToken", "Expiration");

    /// <summary>The member names in a command's JSON (aliyun/credentials-go, external.go).</summary>
    private static readonly KeyAnswerNames Command = new("access_key_id", "access_key_secret", "sts_token", "expiration");

    /// <summary>Parses a JSON object.</summary>
    /// <exception cref="CredentialsException">It is not a JSON object.</exception>
    public static JsonElement Parse(string text, string source)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            if (document.RootElement.ValueKind == JsonValueKind.Object) return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            // The exception's message may quote the text, which may be a secret; so it is dropped.
        }

        throw new CredentialsException(ErrorId.CredentialSourceFailed, $"What {source} answered is not a JSON object.");
    }

    /// <summary>Reads the temporary keys of an HTTP answer, which must have a token and an expiration.</summary>
    /// <exception cref="CredentialsException">A member is missing, or the expiration is not a time.</exception>
    public static AccessKey ReadTemporary(JsonElement answer, string source)
    {
        var key = Read(answer, source);
        if (key.SecurityToken is null) throw Missing(Web.Token, source);
        return key.ExpiresAt is null ? throw Missing(Web.Expiration, source) : key;
    }

    /// <summary>
    /// Reads the keys that a command printed. An expiration that is past or not a time is ignored, as in the official tools; the command is then
    /// run again soon.
    /// </summary>
    /// <exception cref="CredentialsException">A member is missing.</exception>
    public static AccessKey ReadCommand(JsonElement answer, string source, DateTimeOffset now)
    {
        var end = TryTime(CredentialsJson.Text(answer, Command.Expiration));
        return Keys(answer, Command, source) with { ExpiresAt = end > now ? end : null };
    }

    /// <summary>Reads the keys of an HTTP answer.</summary>
    /// <exception cref="CredentialsException">A member is missing, or the expiration is not a time.</exception>
    public static AccessKey Read(JsonElement answer, string source)
    {
        var key = Keys(answer, Web, source);
        if (CredentialsJson.Text(answer, Web.Expiration) is not { } expiration) return key;
        return key with
        {
            ExpiresAt = TryTime(expiration) ?? throw new CredentialsException(
                ErrorId.CredentialSourceFailed, $"In what {source} answered, {Web.Expiration} is not a time."),
        };
    }

    private static AccessKey Keys(JsonElement answer, KeyAnswerNames names, string source) => new(
        CredentialsJson.Text(answer, names.Id) ?? throw Missing(names.Id, source),
        CredentialsJson.Text(answer, names.Secret) ?? throw Missing(names.Secret, source),
        CredentialsJson.Text(answer, names.Token));

    private static DateTimeOffset? TryTime(string? text) => DateTimeOffset.TryParse(
        text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : null;

    private static CredentialsException Missing(string name, string source) =>
        new(ErrorId.CredentialSourceFailed, $"What {source} answered has no {name}.");
}
