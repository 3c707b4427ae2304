using System.Globalization;
using System.Text.Json;
using OnsDlq.Errors;

namespace OnsDlq.Credentials.Profiles;

/// <summary>
/// The configuration of the <c>aliyun</c> command line: <c>~/.aliyun/config.json</c>, or the file that <c>ALIBABA_CLOUD_CONFIG_FILE</c>
/// names (aliyun/credentials-go, cli_profile.go).
/// </summary>
internal sealed class CliProfileFile
{
    private const string FileVariable = "ALIBABA_CLOUD_CONFIG_FILE";

    private readonly List<CliProfile> _profiles = [];

    private CliProfileFile(string location) => Location = location;

    /// <summary>Where the file is.</summary>
    public string Location { get; }

    /// <summary>The current profile's name; null where the file names none.</summary>
    public string? Current { get; private init; }

    /// <summary>Whether it has no profile, as after <c>aliyun configure delete</c> of the last one.</summary>
    public bool IsEmpty => _profiles.Count == 0;

    /// <summary>The names of all profiles, in the file's order.</summary>
    public IEnumerable<string> ProfileNames => _profiles.Select(profile => profile.Name);

    /// <summary>The names of all profiles, as text for an error.</summary>
    public string Names => _profiles.Count == 0 ? "none" : string.Join(", ", _profiles.Select(profile => $"'{profile.Name}'"));

    /// <summary>The path where the file is expected.</summary>
    public static string Path(CredentialsEnvironment environment) =>
        environment.Value(FileVariable) ?? System.IO.Path.Combine(environment.HomeFolder, ".aliyun", "config.json");

    /// <summary>Reads the file; null where there is none.</summary>
    /// <exception cref="CredentialsException">
    /// It cannot be read, is not JSON of this form, or is named by the variable and does not exist.
    /// </exception>
    public static CliProfileFile? Read(CredentialsEnvironment environment)
    {
        var path = Path(environment);
        if (environment.Read(path) is not { } text)
        {
            return environment.Value(FileVariable) is null
                ? null
                : throw new CredentialsException(ErrorId.InvalidCredentials, $"{FileVariable} names {path}, which does not exist.");
        }

        var root = Parse(text, path);
        if (root.ValueKind != JsonValueKind.Object) throw Malformed(path, "is not a JSON object");
        var file = new CliProfileFile(path) { Current = CredentialsJson.Text(root, "current") };
        if (!root.TryGetProperty("profiles", out var profiles) || profiles.ValueKind == JsonValueKind.Null) return file;
        if (profiles.ValueKind != JsonValueKind.Array) throw Malformed(path, "has 'profiles' that are not a list");
        foreach (var profile in profiles.EnumerateArray())
        {
            if (profile.ValueKind == JsonValueKind.Object && CredentialsJson.Text(profile, "name") is { } name)
                file._profiles.Add(new CliProfile(profile, name));
        }

        return file;
    }

    /// <summary>The first profile of that name, or null. Names are case-sensitive, as in the command line.</summary>
    public CliProfile? Find(string name) => _profiles.Find(profile => profile.Name == name);

    private static JsonElement Parse(string text, string path)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.Clone();
        }
        catch (JsonException trouble)
        {
            // The exception may quote a key, so only the line number is passed on.
            throw Malformed(path, string.Create(CultureInfo.InvariantCulture, $"is not JSON, at line {trouble.LineNumber + 1}"));
        }
    }

    private static CredentialsException Malformed(string path, string how) =>
        new(ErrorId.InvalidCredentials, $"{path} {how}. Correct it, or create it again with: aliyun configure");
}
