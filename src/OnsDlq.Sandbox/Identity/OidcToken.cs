using System.Text.Json;
using OnsDlq.Sandbox.Protocol;

namespace OnsDlq.Sandbox.Identity;

/// <summary>
/// A token of an OIDC provider. The sandbox has no provider's key, so it only reads the claims of a JWT and checks its expiry; a text that was
/// registered with the role is accepted as it is and never expires.
/// </summary>
/// <param name="Subject">The claim <c>sub</c>.</param>
/// <param name="Issuer">The claim <c>iss</c>.</param>
/// <param name="Audience">The claim <c>aud</c>; several are separated by commas.</param>
/// <param name="Issued">The claim <c>iat</c>; null where there is none.</param>
/// <param name="Expires">The claim <c>exp</c>; null for registered text.</param>
internal sealed record OidcToken(string Subject, string Issuer, string Audience, DateTimeOffset? Issued, DateTimeOffset? Expires)
{
    private const long LastSecond = 253_402_300_799;

    /// <summary>Reads a token.</summary>
    /// <exception cref="OperationError">It is neither registered nor a JWT with an expiry.</exception>
    public static OidcToken Read(string text, IReadOnlyList<string> registered)
    {
        if (registered.Contains(text)) return new OidcToken("registered", "sandbox", "sandbox", null, null);
        var parts = text.Split('.');
        if (parts.Length != 3) throw StsErrors.OidcTokenInvalid();
        try
        {
            using var claims = JsonDocument.Parse(Decode(parts[1]));
            return Read(claims.RootElement);
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            throw StsErrors.OidcTokenInvalid();
        }
    }

    private static OidcToken Read(JsonElement claims)
    {
        if (claims.ValueKind != JsonValueKind.Object || Moment(claims, "exp") is not { } expires) throw StsErrors.OidcTokenInvalid();

        string Claim(string name) => !claims.TryGetProperty(name, out var value) ? ""
            : value.ValueKind == JsonValueKind.Array ? string.Join(',', value.EnumerateArray().Select(one => one.ToString()))
            : value.ToString();
        return new OidcToken(Claim("sub"), Claim("iss"), Claim("aud"), Moment(claims, "iat"), expires);
    }

    private static DateTimeOffset? Moment(JsonElement claims, string name) =>
        claims.TryGetProperty(name, out var claim) && claim.ValueKind == JsonValueKind.Number && claim.TryGetInt64(out var seconds)
            && seconds is >= 0 and <= LastSecond
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;

    private static byte[] Decode(string text)
    {
        var padded = text.Replace('-', '+').Replace('_', '/');
        return Convert.FromBase64String(padded.PadRight((padded.Length + 3) / 4 * 4, '='));
    }
}
