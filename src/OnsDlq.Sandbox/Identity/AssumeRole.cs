using System.Text.Json.Nodes;
using OnsDlq.Sandbox.Operations;
using OnsDlq.Sandbox.Protocol;

namespace OnsDlq.Sandbox.Identity;

/// <summary>
/// STS: a session of a role for a caller whom the role trusts. The real service refuses the account's own keys here; the sandbox does not, so
/// that one key is enough for a rehearsal.
/// </summary>
internal sealed class AssumeRole(RoleBook roles, SessionIssuer issuer) : IOperation
{
    /// <inheritdoc/>
    public string Action => "AssumeRole";

    /// <inheritdoc/>
    public string Version => StsVersion.Value;

    /// <inheritdoc/>
    public IReadOnlyList<string> RamActions => ["sts:AssumeRole"];

    /// <inheritdoc/>
    public string ResourceOf(OperationCall call) => call.Required("RoleArn");

    /// <inheritdoc/>
    public JsonObject Execute(OperationCall call)
    {
        var request = SessionRequest.Read(call, roles);
        var externalId = call.Optional("ExternalId");
        if (externalId is { Length: < 2 or > 1224 }) throw StsErrors.Malformed("ExternalId");
        if (!Trusts(request.Role, call.Caller, externalId)) throw StsErrors.NotTrusted();
        return SessionRequest.Answer(issuer.Issue(request.Role, request.SessionName, request.Lifetime, request.Policy));
    }

    private static bool Trusts(Role role, Caller caller, string? externalId) =>
        (role.TrustedBy.Count == 0 || role.TrustedBy.Contains(caller.Arn) || role.TrustedBy.Contains(caller.AccessKeyId))
        && (role.ExternalId is null || role.ExternalId == externalId);
}
