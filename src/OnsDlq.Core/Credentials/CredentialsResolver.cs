using OnsDlq.Credentials.Profiles;
using OnsDlq.Errors;

namespace OnsDlq.Credentials;

/// <summary>Chooses the source of access keys: keys given directly, else a named profile, else the default chain.</summary>
internal sealed class CredentialsResolver(CredentialsEnvironment environment)
{
    /// <summary>
    /// Chooses the source. Variables and files are read here; network calls and processes are started at the first
    /// <see cref="ICredentialsProvider.GetAsync"/>.
    /// </summary>
    /// <exception cref="CredentialsException">A configured source is not valid, or a named profile does not exist.</exception>
    public ResolvedCredentials Resolve(CredentialsRequest request)
    {
        if (request.Key is { } key)
        {
            const string source = "the access key that was given";
            return new(
                new StaticCredentialsProvider(AccessKeyRules.Check(key, source, ErrorId.InvalidCredentials), source), environment.RegionId,
                environment.EndpointType);
        }

        if (request.ProfileName is not { } name) return new DefaultChain(environment).Choose();

        // ALIBABA_CLOUD_CLI_PROFILE_DISABLED excludes the profile from the default chain; a profile asked for by name is still used.
        var file = CliProfileFile.Read(environment) ?? throw new CredentialsException(
            ErrorId.ProfileNotFound,
            $"There is no profile '{name}': {CliProfileFile.Path(environment)} does not exist. Run: aliyun configure --profile {name}");
        var profile = file.Find(name) ?? throw new CredentialsException(
            ErrorId.ProfileNotFound, $"There is no profile '{name}' in {file.Location}; it has {file.Names}.");
        return new CliProfileProviders(environment, file).Resolve(profile);
    }
}
