using OnsDlq.Credentials.Profiles;
using OnsDlq.Credentials.Sources;
using OnsDlq.Credentials.Sts;
using OnsDlq.Errors;
using OnsDlq.Signing;

namespace OnsDlq.Credentials;

/// <summary>
/// The official default chain (aliyun/credentials-csharp, DefaultCredentialsProvider): environment, OIDC, profile of the command line,
/// credentials file, ECS metadata, credentials URI. One thing differs on purpose: the official libraries skip a source that is configured but
/// broken, and may then use another identity; here that is an error, and only a source that is not configured is skipped.
/// </summary>
internal sealed class DefaultChain(CredentialsEnvironment environment)
{
    /// <summary>The access key ID of the environment.</summary>
    public const string IdName = "ALIBABA_CLOUD_ACCESS_KEY_ID";

    /// <summary>The access key secret of the environment.</summary>
    public const string SecretName = "ALIBABA_CLOUD_ACCESS_KEY_SECRET";

    /// <summary>The security token that belongs to the two.</summary>
    public const string TokenName = "ALIBABA_CLOUD_SECURITY_TOKEN";

    // Of the aliyun command line (config/configuration.go), which accepts only this spelling.
    private const string IgnoreProfileName = "ALIBABA_CLOUD_IGNORE_PROFILE";

    private readonly List<string> _tried = [];

    /// <summary>Chooses the first source that is configured; where none is, the last two, which only a request shows to have keys.</summary>
    /// <exception cref="CredentialsException">A source is configured but not valid.</exception>
    public ResolvedCredentials Choose() =>
        FromVariables() ?? FromOidc() ?? FromCliProfile() ?? FromCredentialsFile() ?? LastResorts();

    private ResolvedCredentials? FromVariables()
    {
        var (id, secret) = (environment.Value(IdName), environment.Value(SecretName));
        if (id is null && secret is null) return Pass($"environment variables ({IdName} is not set)");
        if (id is null || secret is null)
        {
            throw new CredentialsException(
                ErrorId.InvalidCredentials,
                $"{(id is null ? SecretName : IdName)} is set but {(id is null ? IdName : SecretName)} is not: set both or neither.");
        }

        const string source = "the environment variables ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET";
        var key = new AccessKey(id, secret, environment.Value(TokenName));
        return With(new StaticCredentialsProvider(AccessKeyRules.Check(key, source, ErrorId.InvalidCredentials), source));
    }

    private ResolvedCredentials? FromOidc()
    {
        // Only all three variables together configure it (AuthUtils.EnvironmentEnableOIDC); the role is also set for other purposes.
        string[] names = [OidcSource.RoleVariable, OidcSource.ProviderVariable, OidcSource.TokenFileVariable];
        if (names.FirstOrDefault(name => environment.Value(name) is null) is { } missing)
            return Pass($"OIDC ({missing} is not set)");
        const string source = "OIDC, by environment variables";
        return With(Renewing(new OidcSource(
            environment, StsRole.Create(environment, source, environment.Value(OidcSource.RoleVariable)!),
            environment.Value(OidcSource.ProviderVariable)!, environment.Value(OidcSource.TokenFileVariable)!)));
    }

    private ResolvedCredentials? FromCliProfile()
    {
        var path = CliProfileFile.Path(environment);
        if (environment.Flag("ALIBABA_CLOUD_CLI_PROFILE_DISABLED")) return Pass("CLI profile (ALIBABA_CLOUD_CLI_PROFILE_DISABLED is true)");
        if (string.Equals(environment.Value(IgnoreProfileName), "TRUE", StringComparison.Ordinal)) return Pass($"CLI profile ({IgnoreProfileName} is TRUE)");
        if (CliProfileFile.Read(environment) is not { } file) return Pass($"CLI profile ({path} does not exist)");
        if (file.IsEmpty) return Pass($"CLI profile ({path} has no profile)");
        var wanted = environment.ProfileName;
        if ((wanted ?? file.Current) is not { } name) return Pass($"CLI profile ({path} names no current profile)");
        if (file.Find(name) is not { } profile)
        {
            // A name from the environment may also be a section of the credentials file, which comes next.
            return wanted is not null
                ? Pass($"CLI profile ({path} has no profile '{name}')")
                : throw new CredentialsException(
                    ErrorId.ProfileNotFound, $"The current profile of {path} is '{name}', which it does not have; it has {file.Names}.");
        }

        if (profile.IsBlank) return Pass($"CLI profile ('{name}' of {path} is not configured yet)");
        return new CliProfileProviders(environment, file).Resolve(profile);
    }

    private ResolvedCredentials? FromCredentialsFile()
    {
        var reasons = new List<string>();
        if (CredentialsFile.Find(environment, reasons) is { } section)
            return new(CredentialsFile.Create(environment, section), section["region_id"] ?? environment.RegionId, environment.EndpointType);
        Pass($"credentials file ({string.Join(", ", reasons)})");
        if (environment.ProfileName is { } name)
        {
            throw new CredentialsException(
                ErrorId.ProfileNotFound,
                $"ALIBABA_CLOUD_PROFILE names the profile '{name}', which is nowhere. Looked at: {string.Join("; ", _tried)}.");
        }

        return null;
    }

    private ResolvedCredentials LastResorts() => With(new CredentialsChain([Metadata(), CredentialsUri()], _tried));

    private ICredentialsProvider Metadata() => environment.Flag(MetadataSource.DisabledVariable)
        ? new AbsentCredentials($"ECS metadata ({MetadataSource.DisabledVariable} is true)")
        : Renewing(new MetadataSource(environment, roleName: null, "the ECS metadata service", isProbe: true));

    private ICredentialsProvider CredentialsUri()
    {
        if (environment.Value(CredentialsUriSource.Variable) is not { } uri)
            return new AbsentCredentials($"credentials URI ({CredentialsUriSource.Variable} is not set)");
        return environment.IsExternalDisabled
            ? new AbsentCredentials($"credentials URI (switched off by {CredentialsEnvironment.ExternalDisabledVariable})")
            : Renewing(new CredentialsUriSource(environment, uri, $"the credentials URI of {CredentialsUriSource.Variable}"));
    }

    private RenewingCredentialsProvider Renewing(ITemporaryKeySource source) => new(source, environment.Clock);

    private ResolvedCredentials With(ICredentialsProvider provider) => new(provider, environment.RegionId, environment.EndpointType);

    private ResolvedCredentials? Pass(string reason)
    {
        _tried.Add(reason);
        return null;
    }
}
