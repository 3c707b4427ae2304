namespace OnsDlq.Credentials;

/// <summary>
/// The variables about keys, regions and endpoints that the <c>aliyun</c> command line reads (aliyun-cli, config/profile.go and
/// configuration.go) and this module does not: it reads those of the official libraries. A user who sets one gets a notice.
/// </summary>
internal static class NeglectedVariables
{
    private static readonly string[] OfEveryFamily = ["ACCESS_KEY_ID", "ACCESS_KEY_SECRET", "SECURITY_TOKEN", "REGION_ID", "ENDPOINT_TYPE"];

    private static readonly (string Name, string? Instead)[] All =
    [
        .. Family("ALIBABACLOUD_", [.. OfEveryFamily, "PROFILE", "OIDC_PROVIDER_ARN", "OIDC_TOKEN_FILE", "ROLE_ARN", "EXTERNAL_ID", "IGNORE_PROFILE"]),
        .. Family("ALICLOUD_", [.. OfEveryFamily, "PROFILE"]),
        .. Family("", OfEveryFamily),
        ("REGION", "ALIBABA_CLOUD_REGION_ID"),

        // It names the host of any product: requests must not go to the host of another one.
        ("ALIBABA_CLOUD_ENDPOINT", "ONSDLQ_ENDPOINT"),
        ("ALIBABA_CLOUD_PROFILE_MODE", null),
        ("ALIBABA_CLOUD_BEARER_TOKEN", null),
        ("ALIBABA_CLOUD_BEARER_TOKEN_HEADER_KEY", null),
        ("ALIBABA_CLOUD_EXTERNAL_ACCOUNT_TYPE", null),
    ];

    /// <summary>A notice that names those that are set; null where none is. It does not show their values.</summary>
    public static string? Notice(CredentialsEnvironment environment)
    {
        var set = All.Where(variable => environment.Value(variable.Name) is not null)
            .Select(variable => variable.Instead is { } instead ? $"{variable.Name} ({instead} is)" : variable.Name).ToArray();
        return set.Length == 0 ? null : $"Not read here, though the aliyun command line reads it: {string.Join(", ", set)}.";
    }

    private static IEnumerable<(string Name, string? Instead)> Family(string prefix, IEnumerable<string> names) =>
        names.Select(name => (prefix + name, (string?)("ALIBABA_CLOUD_" + name)));
}
