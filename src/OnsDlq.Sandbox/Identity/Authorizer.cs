using System.Text;
using System.Text.Json.Nodes;
using OnsDlq.Sandbox.Protocol;

namespace OnsDlq.Sandbox.Identity;

/// <summary>Decides by the caller's policies whether a call is permitted.</summary>
internal static class Authorizer
{
    /// <summary>Checks every action the operation needs.</summary>
    /// <param name="key">The caller's key.</param>
    /// <param name="actions">The actions.</param>
    /// <param name="resource">What the call touches.</param>
    /// <param name="instanceResource">The call's instance, where the permission to see it may be given, too; or null.</param>
    /// <exception cref="OperationError">
    /// <c>NoPermission</c>, 403: of the real codes (Forbidden.RAM, Forbidden, NoPermission) the one with AccessDeniedDetail.
    /// </exception>
    public static void Check(StoredKey key, IReadOnlyList<string> actions, string resource, string? instanceResource)
    {
        foreach (var action in actions)
        {
            var verdict = Evaluate(key, action, resource, instanceResource);
            if (verdict != PolicyVerdict.Allow) throw Denied(key.Principal, action, verdict);
        }
    }

    /// <summary>Whether a caller has a permission, for operations that leave out what the caller may not see.</summary>
    public static bool Allows(StoredKey key, string action, string resource) => Evaluate(key, action, resource, null) == PolicyVerdict.Allow;

    private static PolicyVerdict Evaluate(StoredKey key, string action, string resource, string? instanceResource)
    {
        foreach (var policy in key.Policies)
        {
            var verdicts = Names(action).SelectMany(name => Resources(name, resource, instanceResource).Select(on => policy.Evaluate(name, on))).ToList();
            if (verdicts.Contains(PolicyVerdict.ExplicitDeny)) return PolicyVerdict.ExplicitDeny;
            if (!verdicts.Contains(PolicyVerdict.Allow)) return PolicyVerdict.ImplicitDeny;
        }

        return PolicyVerdict.Allow;
    }

    // Newer and older documentation give this action different names, and none says on which resource it is checked.
    private static IEnumerable<string> Names(string action) =>
        IsDependent(action) ? ["mq:OnsInstanceBaseInfo", "mq:QueryInstanceBaseInfo"] : [action];

    private static IEnumerable<string> Resources(string action, string resource, string? instanceResource) =>
        IsDependent(action) && instanceResource is not null ? [resource, instanceResource] : [resource];

    private static bool IsDependent(string action) => action is "mq:OnsInstanceBaseInfo" or "mq:QueryInstanceBaseInfo";

    private static OperationError Denied(Principal principal, string action, PolicyVerdict verdict)
    {
        var reason = $"{verdict}:{action}:{principal.Id}";
        return new OperationError(403, "NoPermission", "You are not authorized to perform this operation. Action: " + action)
        {
            AccessDeniedDetail = new JsonObject
            {
                ["PolicyType"] = "AccountLevelIdentityBasedPolicy",
                ["AuthPrincipalOwnerId"] = SandboxAccount.Id,
                ["AuthPrincipalType"] = principal.DenialType,
                ["AuthPrincipalDisplayName"] = principal.DisplayName,
                ["NoPermissionType"] = verdict.ToString(),
                ["AuthAction"] = action,
                ["EncodedDiagnosticMessage"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(reason)),
            },
        };
    }
}
