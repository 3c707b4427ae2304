namespace OnsDlq.Sandbox.Identity;

/// <summary>The owner of a key.</summary>
/// <param name="Type">Account, RAMUser or AssumedRoleUser, as in GetCallerIdentity.</param>
/// <param name="Arn">Such as acs:ram::1234:root, acs:ram::1234:user/ops or acs:ram::1234:assumed-role/dlq/session.</param>
/// <param name="Id">The principal's ID: the account's, the user's, or role ID and session name.</param>
/// <param name="DisplayName">The name in an error for a missing permission.</param>
/// <param name="RoleId">The assumed role's ID, or null.</param>
internal sealed record Principal(string Type, string Arn, string Id, string DisplayName, string? RoleId = null)
{
    /// <summary>The principal's type as AccessDeniedDetail names it.</summary>
    public string DenialType => Type switch { "Account" => "Root", "RAMUser" => "SubUser", _ => "AssumedRoleUser" };
}
