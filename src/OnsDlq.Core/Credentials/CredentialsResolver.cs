using OnsDlq.Credentials.Profiles;
using OnsDlq.Errors;

namespace OnsDlq.Credentials;

/// <summary>Settles where access keys come from: keys given outright, else a named profile, else the default chain.</summary>
internal sealed class CredentialsResolver(CredentialsEnvironment environment)
{
    /// <summary>
    /// Chooses the source. Variables and files are read here; the network and processes are asked at the first
    /// <see cref="ICredentialsProvider.GetAsync"/>.
    /// </summary>
    /// <exception cref="CredentialsException">A source that is configured cannot be used as it stands, or a named profile does not
    /// exist.</exception>
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

        // ALIBABA_CLOUD_CLI_PROFILE_DISABLED keeps the profile out of the chain; a profile that is asked for by name is still given.
        var file = CliProfileFile.Read(environment) ?? throw new CredentialsException(
            ErrorId.ProfileNotFound,
            $"There is no profile '{name}': {CliProfileFile.Path(environment)} does not exist. Run: aliyun configure --profile {name}");
        var profile = file.Find(name) ?? throw new CredentialsException(
            ErrorId.ProfileNotFound, $"There is no profile '{name}' in {file.Location}; it has {file.Names}.");
        return new CliProfileProviders(environment, file).Resolve(profile);
    }
}
