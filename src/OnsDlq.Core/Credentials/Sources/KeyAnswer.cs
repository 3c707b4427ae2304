using System.Globalization;
using System.Text.Json;
using OnsDlq.Credentials.Profiles;
using OnsDlq.Errors;
using OnsDlq.Signing;

namespace OnsDlq.Credentials.Sources;

/// <summary>Reads the JSON in which metadata, STS, credentials URIs and commands hand out keys. Never quotes it.</summary>
internal static class KeyAnswer
{
    /// <summary>The names the web answers use; a command's JSON uses those of a CLI profile.</summary>
    private static readonly KeyAnswerNames Web = new("AccessKeyId", "AccessKeySecret", "SecurityToken", "Expiration");

    /// <summary>The names a command's JSON uses (aliyun/credentials-go, external.go).</summary>
    private static readonly KeyAnswerNames Command = new("access_key_id", "access_key_secret", "sts_token", "expiration");

    /// <summary>Parses a JSON object.</summary>
    /// <exception cref="CredentialsException">It is not one.</exception>
    public static JsonElement Parse(string text, string source)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            if (document.RootElement.ValueKind == JsonValueKind.Object) return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            // Its message may quote the text, which may be a secret: neither kept nor shown.
        }

        throw new CredentialsException(ErrorId.CredentialSourceFailed, $"What {source} answered is not a JSON object.");
    }

    /// <summary>Reads the keys of a web answer that gives temporary ones: without a token or an end they are none.</summary>
    /// <exception cref="CredentialsException">A member is missing, or the expiration is no time.</exception>
    public static AccessKey ReadTemporary(JsonElement answer, string source)
    {
        var key = Read(answer, source);
        if (key.SecurityToken is null) throw Missing(Web.Token, source);
        return key.ExpiresAt is null ? throw Missing(Web.Expiration, source) : key;
    }

    /// <summary>
    /// Reads the keys that a command printed. An end that is past or no time is not believed, as the official tools go on with such keys,
    /// too: the command is then asked again soon.
    /// </summary>
    /// <exception cref="CredentialsException">A member is missing.</exception>
    public static AccessKey ReadCommand(JsonElement answer, string source, DateTimeOffset now)
    {
        var end = TryTime(CredentialsJson.Text(answer, Command.Expiration));
        return Keys(answer, Command, source) with { ExpiresAt = end > now ? end : null };
    }

    /// <summary>Reads the keys of a web answer.</summary>
    /// <exception cref="CredentialsException">A member is missing, or the expiration is no time.</exception>
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
