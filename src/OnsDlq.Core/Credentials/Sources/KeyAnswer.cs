using System.Globalization;
using System.Text.Json;
using OnsDlq.Credentials.Profiles;

namespace OnsDlq.Credentials.Sources;

/// <summary>Reads the JSON in which metadata, STS, credentials URIs and commands hand out keys. Never quotes it.</summary>
internal static class KeyAnswer
{
    /// <summary>The names the web answers use; a command's JSON uses those of a CLI profile.</summary>
    public static readonly KeyAnswerNames Web = new("AccessKeyId", "AccessKeySecret", "SecurityToken", "Expiration");

    /// <summary>The names a command's JSON uses (aliyun/credentials-go, external.go).</summary>
    public static readonly KeyAnswerNames Command = new("access_key_id", "access_key_secret", "sts_token", "expiration");

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

        throw new CredentialsException(CredentialsFault.SourceFailed, $"What {source} answered is not a JSON object.");
    }

    /// <summary>Reads the keys of an object.</summary>
    /// <exception cref="CredentialsException">A member is missing, or the expiration is no time.</exception>
    public static AccessKey Read(JsonElement answer, KeyAnswerNames names, string source)
    {
        var id = JsonMembers.Text(answer, names.Id) ?? throw Missing(names.Id);
        var secret = JsonMembers.Text(answer, names.Secret) ?? throw Missing(names.Secret);
        DateTimeOffset? expiresAt = null;
        if (JsonMembers.Text(answer, names.Expiration) is { } expiration)
            expiresAt = DateTimeOffset.TryParse(
                expiration, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
                ? time
                : throw new CredentialsException(
                    CredentialsFault.SourceFailed, $"In what {source} answered, {names.Expiration} is not a time.");
        return new AccessKey(id, secret, JsonMembers.Text(answer, names.Token), expiresAt);

        CredentialsException Missing(string name) =>
            new(CredentialsFault.SourceFailed, $"What {source} answered has no {name}.");
    }
}
