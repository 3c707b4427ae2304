using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using OnsDlq.Sandbox.Control;

namespace OnsDlq.Sandbox.Identity;

/// <summary>
/// The control API for keys and roles:
/// <list type="bullet">
/// <item><c>POST keys</c> <c>{"accessKeyId","accessKeySecret","securityToken"?,"expiration"?,"active"?,"userName"?,"policy"?}</c>; with a
/// policy the key is a RAM user's, without one the account's own. A key with the same ID is replaced.</item>
/// <item><c>POST roles</c> <c>{"roleName" or "roleArn","policy"?,"trustedBy"?,"externalId"?,"oidcProviderArn"?,"oidcTokens"?,
/// "maxSessionSeconds"?}</c>; gives <c>roleArn</c>.</item>
/// <item><c>POST identity</c> <c>{"metadataRole"?,"metadataV1"?,"metadataV2"?,"lifetimeSeconds"?,"delayMs"?,"failures"?}</c>: how the
/// metadata service and <c>GET credentials</c> behave. Members that are left out keep their value; <c>"metadataRole":""</c> removes the
/// role.</item>
/// <item><c>GET identity</c>: the account and how often each source of credentials was asked.</item>
/// </list>
/// </summary>
internal sealed class IdentityEndpoints(KeyRing keys, RoleBook roles, HandOut handOut)
{
    /// <summary>Adds the endpoints to a host.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        var control = routes.MapGroup("/_sandbox");
        ControlEndpoints.Add(control, "POST", "keys", http => ControlEndpoints.Posted(http, AddKey));
        ControlEndpoints.Add(control, "POST", "roles", http => ControlEndpoints.Posted(http, AddRole));
        ControlEndpoints.Add(control, "POST", "identity", http => ControlEndpoints.Posted(http, Set));
        ControlEndpoints.Add(control, "GET", "identity", http => ControlEndpoints.Answer(http, Shown()));
    }

    private object AddKey(JsonElement json)
    {
        var members = new JsonMembers(json, "the key");
        var id = members.RequiredText("accessKeyId");
        var policy = Policy(members);
        var user = members.Text("userName");
        var expires = members.Moment("expiration", null);
        var key = new StoredKey(id, members.RequiredText("accessKeySecret"),
            policy is null && user is null ? SandboxAccount.Root : SandboxAccount.User(user ?? id))
        {
            SecurityToken = members.Text("securityToken"),
            Expires = expires is { } time ? DateTimeOffset.FromUnixTimeMilliseconds(time) : null,
            Active = members.Flag("active") ?? true,
            Policies = policy is null ? [] : [policy],
        };
        members.End();
        if (key.Expires is not null && key.SecurityToken is null)
            throw new SandboxInputException("The key has an 'expiration' and no 'securityToken'; only temporary keys run out.");
        keys.Add(key);
        return new { accessKeyId = id, arn = key.Principal.Arn };
    }

    private object AddRole(JsonElement json)
    {
        var members = new JsonMembers(json, "the role");
        var arn = members.Text("roleArn");
        var name = arn is null ? members.RequiredText("roleName") : arn[(arn.LastIndexOf('/') + 1)..];
        if (arn is not null && arn != RoleBook.Arn(name))
            throw new SandboxInputException($"The account here is {SandboxAccount.Id}: give 'roleName', or an ARN such as {RoleBook.Arn("dlq")}.");
        var longest = members.Whole("maxSessionSeconds", 900, 43_200) ?? 3600;
        var role = roles.Make(name) with
        {
            Policy = Policy(members),
            TrustedBy = members.Texts("trustedBy"),
            ExternalId = members.Text("externalId"),
            OidcProviderArn = members.Text("oidcProviderArn"),
            OidcTokens = members.Texts("oidcTokens"),
            LongestSession = TimeSpan.FromSeconds(longest),
        };
        members.End();
        roles.Add(role);
        return new { roleArn = role.Arn, roleId = role.Id };
    }

    private object Set(JsonElement json)
    {
        var members = new JsonMembers(json, "the identity");
        var old = handOut.Settings;
        var role = members.Text("metadataRole");
        var lifetime = members.Number("lifetimeSeconds", 1, 43_200);
        var delay = members.Number("delayMs", 0, 600_000);
        var settings = old with
        {
            MetadataRole = role switch { null => old.MetadataRole, "" => null, _ => role },
            AllowsV1 = members.Flag("metadataV1") ?? old.AllowsV1,
            HasV2 = members.Flag("metadataV2") ?? old.HasV2,
            Lifetime = lifetime is { } seconds ? TimeSpan.FromSeconds(seconds) : old.Lifetime,
            Delay = delay is { } ms ? TimeSpan.FromMilliseconds(ms) : old.Delay,
        };
        var failures = members.Whole("failures", 0, int.MaxValue);
        members.End();
        handOut.Set(settings, (int?)failures);
        return Shown();
    }

    private object Shown() => new { accountId = SandboxAccount.Id, metadataRole = handOut.Settings.MetadataRole, fetched = handOut.Counts };

    private static RamPolicy? Policy(JsonMembers members)
    {
        if (members.Take("policy") is not { } policy) return null;
        try
        {
            return RamPolicy.Parse(policy.GetRawText());
        }
        catch (FormatException e)
        {
            throw new SandboxInputException("'policy' cannot be used. " + e.Message, e);
        }
    }
}
