using OnsDlq.Credentials.Sources;
using OnsDlq.Credentials.Sts;
using OnsDlq.Errors;
using OnsDlq.Signing;

namespace OnsDlq.Credentials.Profiles;

/// <summary>
/// The credentials file of the official libraries: <c>ALIBABA_CLOUD_CREDENTIALS_FILE</c>, else <c>~/.alibabacloud/credentials.ini</c> (the path
/// in the C# library), else <c>~/.alibabacloud/credentials</c> (the path in its documents and in the other languages).
/// </summary>
internal static class CredentialsFile
{
    private const string FileVariable = "ALIBABA_CLOUD_CREDENTIALS_FILE";

    /// <summary>The section <c>ALIBABA_CLOUD_PROFILE</c> names, else <c>default</c>; null where no file has it.</summary>
    /// <param name="environment">The outside.</param>
    /// <param name="reasons">Receives the reason for each file without the section.</param>
    /// <exception cref="CredentialsException">A file cannot be read, or the one that the variable names does not exist.</exception>
    public static IniSection? Find(CredentialsEnvironment environment, List<string> reasons)
    {
        var name = environment.ProfileName ?? "default";
        var named = environment.Value(FileVariable);
        var folder = Path.Combine(environment.HomeFolder, ".alibabacloud");
        foreach (var path in named is null ? [Path.Combine(folder, "credentials.ini"), Path.Combine(folder, "credentials")] : new[] { named })
        {
            if (environment.Read(path) is not { } text)
            {
                if (named is not null)
                    throw new CredentialsException(ErrorId.InvalidCredentials, $"{FileVariable} names {named}, which does not exist.");
                reasons.Add($"{path} does not exist");
            }
            else if (Section(IniSection.Parse(text, path), name) is not { } section)
            {
                reasons.Add($"{path} has no section [{name}]");
            }
            else if (string.Equals(section["enable"], "false", StringComparison.OrdinalIgnoreCase))
            {
                reasons.Add($"{section} says enable = false");
            }
            else
            {
                return section;
            }
        }

        return null;
    }

    /// <summary>The section of that name: first in the same case, then in any case, as in the C# library.</summary>
    private static IniSection? Section(IReadOnlyDictionary<string, IniSection> sections, string name) => sections.GetValueOrDefault(name)
        ?? sections.Values.FirstOrDefault(section => string.Equals(section.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The source that a section describes.</summary>
    /// <exception cref="CredentialsException">A key is missing, or the type is not supported.</exception>
    public static ICredentialsProvider Create(CredentialsEnvironment environment, IniSection section)
    {
        var type = section["type"] ?? "access_key";
        var source = $"{section} ({type})";
        return type switch
        {
            "access_key" => Lasting(token: null),
            "sts" => Lasting(Required("security_token")), // aliyun/credentials-go, profile_provider.go; login programs write it
            "ram_role_arn" => Renewing(new AssumeRoleSource(environment, Role(), Lasting(section["security_token"]))),
            "oidc_role_arn" => Renewing(new OidcSource(
                environment, Role(), Required("oidc_provider_arn"),
                section["oidc_token_file_path"] ?? environment.Value(OidcSource.TokenFileVariable) ?? Required("oidc_token_file_path"))),
            "ecs_ram_role" when environment.Flag(MetadataSource.DisabledVariable) =>
                throw Invalid($"The ECS metadata service, which {source} needs, is switched off by {MetadataSource.DisabledVariable}."),
            "ecs_ram_role" => Renewing(new MetadataSource(environment, section["role_name"], "the ECS metadata service, for " + source)),
            _ => throw Invalid(
                $"The type '{type}' of {section} is not supported here: use access_key, sts, ram_role_arn, ecs_ram_role or oidc_role_arn."),
        };

        StaticCredentialsProvider Lasting(string? token)
        {
            var key = new AccessKey(Required("access_key_id"), Required("access_key_secret"), token);
            return new(AccessKeyRules.Check(key, source, ErrorId.InvalidCredentials), source);
        }

        StsRole Role() => StsRole.Create(
            environment, source, section["role_arn"] ?? environment.Value(OidcSource.RoleVariable)
                ?? Required("role_arn"), section["role_session_name"], durationSeconds: null, section["policy"],
            section["external_id"], endpoint: null, section["sts_region"],
            // The C# library reads `enable` for this; by its documents and the other languages, `enable` activates the section.
            section["enable_vpc"] is { } vpc ? string.Equals(vpc, "true", StringComparison.OrdinalIgnoreCase) : null);

        RenewingCredentialsProvider Renewing(ITemporaryKeySource keys) => new(keys, environment.Clock);

        string Required(string key) => section[key] ?? throw Invalid($"{key} is missing in {section}.");
    }

    private static CredentialsException Invalid(string message) => new(ErrorId.InvalidCredentials, message);
}
