using OnsDlq.Credentials.Sources;
using OnsDlq.Errors;
using OnsDlq.Files;
using OnsDlq.Signing;

namespace OnsDlq.Credentials;

/// <summary>Everything external that credentials depend on, in one place, so that a test can replace it.</summary>
internal sealed record CredentialsEnvironment
{
    /// <summary>
    /// Disables, with <c>1</c> or <c>true</c>, sources that fetch keys with a command or from a URI (aliyun-cli, config/profile.go).
    /// </summary>
    public const string ExternalDisabledVariable = "ALIBABA_CLOUD_DISABLE_EXTERNAL_PROCESS";

    /// <summary>The real environment of this process.</summary>
    public static CredentialsEnvironment Current { get; } = new()
    {
        Variable = Environment.GetEnvironmentVariable,
        HomeFolder = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify),
        ReadFile = SmallFile.Read,
        Processes = new ProcessRunner(),
        Http = new CredentialsHttp(TimeProvider.System),
        Clock = TimeProvider.System,
        Nonces = new RandomNonceSource(),
    };

    /// <summary>Reads an environment variable; null where it is not set.</summary>
    public required Func<string, string?> Variable { get; init; }

    public required string HomeFolder { get; init; }

    /// <summary>Reads a file; null where there is none. May throw what <see cref="SmallFile.Read"/> throws.</summary>
    public required Func<string, string?> ReadFile { get; init; }

    public required IProcessRunner Processes { get; init; }

    public required CredentialsHttp Http { get; init; }

    public required TimeProvider Clock { get; init; }

    public required INonceSource Nonces { get; init; }

    /// <summary>The ECS metadata service: a fixed link-local address on every ECS instance.</summary>
    public Uri MetadataService { get; init; } = new("http://100.100.100.200/");

    /// <summary>Whether command lines are split by the rules of Windows.</summary>
    public bool IsWindows { get; init; } = OperatingSystem.IsWindows();

    /// <summary>The region of <c>ALIBABA_CLOUD_REGION_ID</c>, or null.</summary>
    public string? RegionId => Value("ALIBABA_CLOUD_REGION_ID");

    /// <summary>The kind of endpoint of <c>ALIBABA_CLOUD_ENDPOINT_TYPE</c> (aliyun-cli, config/profile.go), or null.</summary>
    public string? EndpointType => Value("ALIBABA_CLOUD_ENDPOINT_TYPE");

    /// <summary>The profile or section of <c>ALIBABA_CLOUD_PROFILE</c>, or null.</summary>
    public string? ProfileName => Value("ALIBABA_CLOUD_PROFILE");

    /// <summary>Whether commands and credentials URIs are disabled.</summary>
    public bool IsExternalDisabled => Value(ExternalDisabledVariable) is "1" || Flag(ExternalDisabledVariable);

    /// <summary>A variable's text, trimmed; null where it is not set or blank.</summary>
    public string? Value(string name) => Variable(name)?.Trim() is { Length: > 0 } text ? text : null;

    /// <summary>Whether a variable is <c>true</c> (not case-sensitive).</summary>
    public bool Flag(string name) => string.Equals(Value(name), "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads a file; null where there is none. Can be cancelled even if the disk does not answer.</summary>
    /// <exception cref="CredentialsException">It exists but cannot be read.</exception>
    public Task<string?> ReadAsync(string path, CancellationToken cancellationToken) =>
        Task.Run(() => Read(path), cancellationToken).WaitAsync(cancellationToken);

    /// <summary>Reads a file; null where there is none.</summary>
    /// <exception cref="CredentialsException">It exists but cannot be read.</exception>
    public string? Read(string path)
    {
        try
        {
            return ReadFile(path);
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new CredentialsException(ErrorId.InvalidCredentials, $"{path} cannot be read: {trouble.Message}", trouble);
        }
    }
}
