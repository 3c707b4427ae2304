using System.Globalization;
using OnsDlq.Errors;

namespace OnsDlq.Credentials.Sts;

/// <summary>A role to assume, and the address of STS. Not a record: its ToString would show the policy and the external ID.</summary>
internal sealed class StsRole
{
    private const int ShortestSeconds = 900;
    private const int DefaultSeconds = 3600;

    public required string Source { get; init; }

    public required Uri Endpoint { get; init; }

    public required string RoleArn { get; init; }

    /// <summary>The session's name, which audit records show.</summary>
    public required string SessionName { get; init; }

    /// <summary>The lifetime of the keys, in s.</summary>
    public int DurationSeconds { get; private init; } = DefaultSeconds;

    /// <summary>A policy that restricts the role's permissions; null for none.</summary>
    public string? Policy { get; private init; }

    /// <summary>The external ID that the role requires; null for none.</summary>
    public string? ExternalId { get; private init; }

    /// <summary>Makes a role from the values in a profile or a file; a value is null where it is absent.</summary>
    /// <exception cref="CredentialsException">The endpoint or the duration is not valid.</exception>
    public static StsRole Create(
        CredentialsEnvironment environment, string source, string roleArn, string? sessionName = null, string? durationSeconds = null,
        string? policy = null, string? externalId = null, string? endpoint = null, string? region = null, bool? vpc = null) => new()
        {
            Source = source,
            RoleArn = roleArn,
            Endpoint = StsEndpoint.Choose(environment, endpoint, region, vpc, source),
            SessionName = sessionName ?? environment.Value("ALIBABA_CLOUD_ROLE_SESSION_NAME")
                ?? string.Create(CultureInfo.InvariantCulture, $"onsdlq-{environment.Clock.GetUtcNow().ToUnixTimeMilliseconds()}"),
            DurationSeconds = Seconds(durationSeconds, source),
            Policy = policy,
            ExternalId = externalId,
        };

    public Dictionary<string, string> Parameters()
    {
        var parameters = new Dictionary<string, string>
        {
            ["RoleArn"] = RoleArn,
            ["RoleSessionName"] = SessionName,
            ["DurationSeconds"] = DurationSeconds.ToString(CultureInfo.InvariantCulture),
        };
        if (Policy is not null) parameters["Policy"] = Policy;
        if (ExternalId is not null) parameters["ExternalId"] = ExternalId;
        return parameters;
    }

    private static int Seconds(string? text, string source)
    {
        // The command line writes 0 where no duration was given.
        if (text is null or "0") return DefaultSeconds;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds >= ShortestSeconds
            ? seconds
            : throw new CredentialsException(
                ErrorId.InvalidCredentials, $"The session of {source} must last a whole number of seconds, {ShortestSeconds} or more.");
    }
}
