using OnsDlq.Sandbox.Protocol;

namespace OnsDlq.Sandbox.Identity;

/// <summary>The errors of STS, with its own texts (help.aliyun.com, RAM developer reference "api-sts-2015-04-01-assumerole").</summary>
internal static class StsErrors
{
    public static OperationError Malformed(string parameter) =>
        new(400, "InvalidParameter." + parameter, $"The parameter {parameter} is wrongly formed.");

    public static OperationError Duration(TimeSpan most) =>
        new(400, "InvalidParameter.DurationSeconds",
            FormattableString.Invariant($"The Min/Max value of DurationSeconds is 900/{most.TotalSeconds}."));

    public static OperationError PolicyGrammar() =>
        new(400, "InvalidParameter.PolicyGrammar", "The parameter Policy has not passed grammar check.");

    public static OperationError PolicySize() =>
        new(400, "InvalidParameter.PolicySize", "The size of Policy must be smaller than 2048 bytes.");

    public static OperationError NoRole() => new(404, "EntityNotExist.Role", "The specified Role not exists.");

    public static OperationError NotTrusted() =>
        new(403, "NoPermission", "You are not authorized to do this action. You should be authorized by RAM.");

    public static OperationError OidcTokenExpired() =>
        new(400, "AuthenticationFail.OIDCToken.Expired", "This JsonWebToken is expired.");

    public static OperationError OidcTokenInvalid() =>
        new(400, "AuthenticationFail.OIDCToken.Invalid", "The OIDC token is invalid.");

    public static OperationError OidcNotTrusted() =>
        new(403, "AuthenticationFail.NoPermission", "This operation is forbidden by permission system.");
}
