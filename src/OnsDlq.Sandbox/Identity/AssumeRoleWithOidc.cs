using System.Text.Json.Nodes;
using OnsDlq.Sandbox.Operations;
using OnsDlq.Sandbox.Protocol;

namespace OnsDlq.Sandbox.Identity;

/// <summary>STS: a session of a role for a caller with a token of the provider that the role trusts. The call is not signed.</summary>
internal sealed class AssumeRoleWithOidc(RoleBook roles, SessionIssuer issuer, TimeProvider clock) : IOperation
{
    /// <inheritdoc/>
    public string Action => "AssumeRoleWithOIDC";

    /// <inheritdoc/>
    public string Version => StsVersion.Value;

    /// <inheritdoc/>
    public IReadOnlyList<string> RamActions => [];

    /// <inheritdoc/>
    public bool IsAnonymous => true;

    /// <inheritdoc/>
    public string ResourceOf(OperationCall call) => "*";

    /// <inheritdoc/>
    public JsonObject Execute(OperationCall call)
    {
        var provider = call.Required("OIDCProviderArn");
        var text = call.Required("OIDCToken");
        if (text.Length is < 4 or > 20_000) throw StsErrors.Malformed("OIDCToken");
        var request = SessionRequest.Read(call, roles);
        if (request.Role.OidcProviderArn != provider) throw StsErrors.OidcNotTrusted();
        var token = OidcToken.Read(text, request.Role.OidcTokens);
        if (token.Expires <= clock.GetUtcNow()) throw StsErrors.OidcTokenExpired();

        var answer = SessionRequest.Answer(issuer.Issue(request.Role, request.SessionName, request.Lifetime, request.Policy));
        answer["OIDCTokenInfo"] = new JsonObject
        {
            ["Subject"] = token.Subject,
            ["Issuer"] = token.Issuer,
            ["ClientIds"] = token.Audience,
            ["IssuanceTime"] = SessionIssuer.Moment(token.Issued ?? clock.GetUtcNow()),
            ["ExpirationTime"] = SessionIssuer.Moment(token.Expires ?? clock.GetUtcNow() + request.Lifetime),
            ["VerificationInfo"] = "Success",
        };
        return answer;
    }
}
