using OnsDlq.Credentials.Sources;
using OnsDlq.Credentials.Sts;
using OnsDlq.Errors;
using OnsDlq.Signing;

namespace OnsDlq.Credentials.Profiles;

/// <summary>Makes the source of keys that a command-line profile describes.</summary>
internal sealed class CliProfileProviders(CredentialsEnvironment environment, CliProfileFile file)
{
    private const string ExternalIdVariable = "ALIBABA_CLOUD_EXTERNAL_ID";

    /// <summary>The source that a profile describes, with its region and kind of endpoint.</summary>
    /// <exception cref="CredentialsException">
    /// A member is missing or not valid, the mode is not supported, or a source profile is missing or refers back to itself (a cycle).
    /// </exception>
    public ResolvedCredentials Resolve(CliProfile profile)
    {
        string? answered = null;
        var provider = Create(profile, [], region => Volatile.Write(ref answered, region));
        return new(provider, profile.RegionId ?? environment.RegionId, profile.EndpointType ?? environment.EndpointType)
        {
            AnsweredRegion = () => Volatile.Read(ref answered),
            Notices = profile["endpoint"] is null
                ? []
                : [$"The endpoint of {profile} is ignored, because it is for every product: give -Endpoint, or set ONSDLQ_ENDPOINT."],
        };
    }

    /// <param name="profile">The profile.</param>
    /// <param name="cameFrom">The profiles that led here through source_profile, to find cycles.</param>
    /// <param name="noteRegion">Receives the region that a command names in its answer; null where that is ignored.</param>
    private ICredentialsProvider Create(CliProfile profile, IReadOnlyList<string> cameFrom, Action<string>? noteRegion = null)
    {
        if (profile.KnownMode is not { } mode) throw Unsupported(profile);
        var source = $"{profile} ({mode})";
        return mode switch
        {
            CliMode.AK => Lasting(profile, source, withToken: false),
            CliMode.StsToken => Lasting(profile, source, withToken: true),
            CliMode.RamRoleArn => Renewing(new AssumeRoleSource(
                environment, Role(profile, source, mode), Lasting(profile, source, withToken: null))),
            CliMode.ChainableRamRoleArn => Renewing(new AssumeRoleSource(environment, Role(profile, source, mode), SourceOf(profile, cameFrom))),
            CliMode.EcsRamRole => Metadata(profile, source),
            CliMode.RamRoleArnWithRoleName => Renewing(new AssumeRoleSource(environment, Role(profile, source, mode), Metadata(profile, source))),
            CliMode.CloudSSO or CliMode.OAuth => Renewing(new LoginSource(environment, profile.Name, mode)),
            CliMode.OIDC => Renewing(new OidcSource(
                environment, Role(profile, source, mode),
                Required(profile, "oidc_provider_arn", OidcSource.ProviderVariable),
                Required(profile, "oidc_token_file", OidcSource.TokenFileVariable))),
            CliMode.CredentialsURI => External(source, () => new CredentialsUriSource(
                environment, Required(profile, "credentials_uri", CredentialsUriSource.Variable), $"the credentials_uri of {source}")),
            _ => External(source, () => new ExternalSource(environment, Required(profile, "process_command"), source)
            {
                ByMode = answer => OfAnswer(profile.With(answer), cameFrom),
                NoteRegion = noteRegion,
            }),
        };
    }

    /// <summary>The source that a command's answer describes; null where an answer may not have that mode.</summary>
    private ICredentialsProvider? OfAnswer(CliProfile profile, IReadOnlyList<string> cameFrom) =>
        profile.KnownMode is null or CliMode.External or CliMode.CloudSSO or CliMode.OAuth ? null : Create(profile, cameFrom);

    /// <param name="profile">The profile.</param>
    /// <param name="source">The source's name.</param>
    /// <param name="withToken">Whether it needs a security token; null where the token is optional, as for keys that assume a role.</param>
    private StaticCredentialsProvider Lasting(CliProfile profile, string source, bool? withToken)
    {
        // The command line fills in each missing member from the environment. ID and secret must not be mixed, so here both are taken from the
        // environment, or none.
        var isBare = profile["access_key_id"] is null && profile["access_key_secret"] is null && profile["sts_token"] is null;
        if (isBare && environment.Value(DefaultChain.IdName) is { } id && environment.Value(DefaultChain.SecretName) is { } secret
            && (withToken != true || environment.Value(DefaultChain.TokenName) is not null))
        {
            return Checked(
                new AccessKey(id, secret, withToken == false ? null : environment.Value(DefaultChain.TokenName)), source + ", with keys of the environment");
        }

        var token = withToken switch { true => Required(profile, "sts_token"), null => profile["sts_token"], false => null };
        return Checked(new AccessKey(Required(profile, "access_key_id"), Required(profile, "access_key_secret"), token), source);
    }

    private static StaticCredentialsProvider Checked(AccessKey key, string source) =>
        new(AccessKeyRules.Check(key, source, ErrorId.InvalidCredentials), source);

    private ICredentialsProvider SourceOf(CliProfile profile, IReadOnlyList<string> cameFrom)
    {
        string[] path = [.. cameFrom, profile.Name];
        var name = Required(profile, "source_profile");
        if (path.Contains(name, StringComparer.Ordinal))
            throw Invalid($"The source_profile of {profile} leads back to itself: {string.Join(" → ", path)} → {name}.");
        var next = file.Find(name) ?? throw new CredentialsException(
            ErrorId.ProfileNotFound, $"The source_profile of {profile}, '{name}', is not in {file.Location}; it has {file.Names}.");
        return Create(next, path);
    }

    private StsRole Role(CliProfile profile, string source, CliMode mode) => StsRole.Create(
        environment, source, Required(profile, "ram_role_arn", OidcSource.RoleVariable),
        profile["ram_session_name"], profile["expired_seconds"], profile["policy"],
        profile["external_id"] ?? (mode == CliMode.OIDC ? null : environment.Value(ExternalIdVariable)),
        profile["sts_endpoint"], profile["sts_region"], profile.EnableVpc);

    private RenewingCredentialsProvider Metadata(CliProfile profile, string source) => environment.Flag(MetadataSource.DisabledVariable)
        ? throw Invalid($"The ECS metadata service, which {source} needs, is switched off by {MetadataSource.DisabledVariable}.")
        : Renewing(new MetadataSource(environment, profile["ram_role_name"], "the ECS metadata service, for " + source));

    private RenewingCredentialsProvider External(string source, Func<ITemporaryKeySource> create) => environment.IsExternalDisabled
        ? throw Invalid(
            $"Commands and credentials URIs, one of which {source} needs, are switched off by {CredentialsEnvironment.ExternalDisabledVariable}.")
        : Renewing(create());

    private RenewingCredentialsProvider Renewing(ITemporaryKeySource source) => new(source, environment.Clock);

    private string Required(CliProfile profile, string member, string? variable = null) =>
        profile[member] ?? (variable is null ? null : environment.Value(variable)) ?? throw Invalid(
            $"{member} is missing in {profile} of {file.Location}. Run: aliyun configure --profile {profile.Name} --mode {profile.Mode}");

    private CredentialsException Unsupported(CliProfile profile) => Invalid(profile.Mode is null
        ? $"Nothing is configured yet in {profile} of {file.Location}. Run: aliyun configure --profile {profile.Name}"
        : $"The mode '{profile.Mode}' of {profile} is not supported here: use a profile of mode {string.Join(", ", Enum.GetNames<CliMode>())}, "
            + "or set ALIBABA_CLOUD_ACCESS_KEY_ID, ALIBABA_CLOUD_ACCESS_KEY_SECRET and ALIBABA_CLOUD_SECURITY_TOKEN.");

    private static CredentialsException Invalid(string message) => new(ErrorId.InvalidCredentials, message);
}
