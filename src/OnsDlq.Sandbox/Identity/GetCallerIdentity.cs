using System.Text.Json.Nodes;
using OnsDlq.Sandbox.Protocol;

namespace OnsDlq.Sandbox.Identity;

/// <summary>STS: who signed this call.</summary>
internal sealed class GetCallerIdentity(KeyRing keys) : IOperation
{
    /// <inheritdoc/>
    public string Action => "GetCallerIdentity";

    /// <inheritdoc/>
    public string Version => StsVersion.Value;

    /// <inheritdoc/>
    public IReadOnlyList<string> RamActions => [];

    /// <inheritdoc/>
    public string ResourceOf(OperationCall call) => "*";

    /// <inheritdoc/>
    public JsonObject Execute(OperationCall call)
    {
        var principal = keys.Find(call.Caller.AccessKeyId)?.Principal ?? throw GatewayErrors.UnknownKey();
        var answer = new JsonObject
        {
            ["IdentityType"] = principal.Type,
            ["AccountId"] = call.Caller.AccountId,
            ["PrincipalId"] = principal.Id,
            ["Arn"] = principal.Arn,
        };
        if (principal.RoleId is { } role) answer["RoleId"] = role;
        else answer["UserId"] = principal.Id;
        return answer;
    }
}
