using System.Globalization;
using System.Text.Json;

namespace OnsDlq.Credentials.Profiles;

/// <summary>One profile of the <c>aliyun</c> command line (aliyun-cli, config/profile.go). Not a record: its text must not show keys.</summary>
internal sealed class CliProfile(JsonElement members, string name)
{
    private JsonElement? _answer;

    public string Name => name;

    /// <summary>The mode as it is written, or, where it is not, what the members make it, as the command line does.</summary>
    public string? Mode => this["mode"] ?? RecognizedMode()?.ToString();

    /// <summary>The mode, in whatever case it is written; null where it is none that is supported.</summary>
    public CliMode? KnownMode => Enum.GetValues<CliMode>().Cast<CliMode?>()
        .FirstOrDefault(mode => string.Equals(Mode, mode.ToString(), StringComparison.OrdinalIgnoreCase));

    /// <summary>The region, or null.</summary>
    public string? RegionId => this["region_id"];

    /// <summary>Whether STS is called inside the VPC; null where the profile does not say.</summary>
    public bool? EnableVpc => CredentialsJson.Flag(members, "enable_vpc");

    /// <summary>Whether the service is called inside the VPC (<c>endpoint_type</c>); null where the profile does not say.</summary>
    public string? EndpointType => this["endpoint_type"];

    /// <summary>When the temporary keys that stand in it run out; null where it does not say.</summary>
    public DateTimeOffset? KeysEndAt =>
        long.TryParse(this["sts_expiration"], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and < 253402300800
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;

    /// <summary>Whether this is what the command line writes before anybody configures it.</summary>
    public bool IsBlank => Mode is null || (KnownMode == CliMode.AK && this["access_key_id"] is null && this["access_key_secret"] is null);

    /// <summary>A member's text, or null.</summary>
    public string? this[string member] => (_answer is { } answer ? CredentialsJson.Text(answer, member) : null) ?? CredentialsJson.Text(members, member);

    /// <summary>The profile with the members of a command's answer in place of its own, as the command line reads it.</summary>
    public CliProfile With(JsonElement answer) => new(members, name) { _answer = answer };

    /// <inheritdoc/>
    public override string ToString() => $"profile '{name}'";

    private CliMode? RecognizedMode()
    {
        bool Has(string member) => this[member] is not null;
        if (Has("access_key_id") && Has("access_key_secret"))
            return Has("sts_token") ? CliMode.StsToken : Has("ram_role_arn") ? CliMode.RamRoleArn : CliMode.AK;
        if (Has("ram_role_name")) return CliMode.EcsRamRole;
        if (Has("process_command")) return CliMode.External;
        if (Has("oidc_provider_arn") && Has("oidc_token_file") && Has("ram_role_arn")) return CliMode.OIDC;
        return Has("cloud_sso_sign_in_url") ? CliMode.CloudSSO : null;
    }
}
