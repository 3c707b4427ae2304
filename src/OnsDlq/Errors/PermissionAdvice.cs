using System.Text.RegularExpressions;
using OnsDlq.Permissions;
using OnsDlq.Transport;

namespace OnsDlq.Errors;

/// <summary>
/// What to do where a permission is missing: which one it is, and the command that writes the policy for it. Texts of the service that have not the
/// form of an action, and names that have not the form of a name, are left out: people copy what stands here to a prompt.
/// </summary>
internal static partial class PermissionAdvice
{
    /// <summary>The permission that an error says is missing, or else the ones that its operation needs; null where neither is known.</summary>
    public static string? Missing(ServiceException exception) => Denied(exception) ?? NeededFor(exception.Action);

    /// <summary>The permission that the service names; null where it names none.</summary>
    public static string? Denied(ServiceException exception) =>
        exception.DeniedAction is { } action && ActionName().IsMatch(action) ? action : null;

    /// <summary>Completes an advice that has a placeholder for the missing permission; any other advice is left as it is.</summary>
    public static string Complete(string advice, ServiceException exception)
    {
        if (!advice.Contains(ServiceCode.Permission, StringComparison.Ordinal)) return advice;
        if (exception.IsExplicitDeny && Denied(exception) is { } denied)
        {
            return $"A policy of the RAM user or role denies {denied}, and a denial goes before every policy that allows it: have the Deny statement "
                + "removed, or connect with other keys.";
        }

        return advice.Replace(ServiceCode.Permission, Missing(exception) ?? "the missing permission", StringComparison.Ordinal) + Command(exception);
    }

    private static string? NeededFor(string operation) => OperationPermissions.Of(operation) switch
    {
        null => null,
        { Action: { } action } => $"{action} and {OperationPermissions.Dependent[0]}",
        _ => string.Join(" or ", OperationPermissions.Dependent),
    };

    private static string Command(ServiceException exception)
    {
        if (OperationPermissions.Of(exception.Action) is not { } needed) return " Get-OnsDlqPolicy writes the policies that the module needs.";
        string?[] words =
        [
            Named("GroupId"), Named("InstanceId"), needed.Resource == PolicyResource.Topic ? Named("Topic") : null,
            needed.Purpose == PolicyPurpose.Listing ? null : $"-{needed.Purpose}",
        ];
        return $" This writes the policy: {string.Join(' ', words.OfType<string>().Prepend("Get-OnsDlqPolicy"))}";

        string? Named(string parameter) =>
            exception.Parameters.TryGetValue(parameter, out var value) && PolicyScope.IsName(value) ? $"-{parameter} {value}" : null;
    }

    [GeneratedRegex(@"^[A-Za-z0-9-]{1,20}:[A-Za-z0-9*]{1,80}\z")]
    private static partial Regex ActionName();
}
