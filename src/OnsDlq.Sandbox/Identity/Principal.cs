namespace OnsDlq.Sandbox.Identity;

/// <summary>Who stands behind a key.</summary>
/// <param name="Type">Account, RAMUser or AssumedRoleUser, as GetCallerIdentity says it.</param>
/// <param name="Arn">Such as acs:ram::1234:root, acs:ram::1234:user/ops or acs:ram::1234:assumed-role/dlq/session.</param>
/// <param name="Id">The principal's ID: the account's, the user's, or role ID and session name.</param>
/// <param name="DisplayName">What a denial shows.</param>
/// <param name="RoleId">The assumed role's ID, or null.</param>
internal sealed record Principal(string Type, string Arn, string Id, string DisplayName, string? RoleId = null)
{
    /// <summary>The principal's kind in the words of AccessDeniedDetail.</summary>
    public string DenialType => Type switch { "Account" => "Root", "RAMUser" => "SubUser", _ => "AssumedRoleUser" };
}
