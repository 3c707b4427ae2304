using System.Globalization;
using System.Text.Json;

namespace OnsDlq.Credentials.Profiles;

/// <summary>One profile of the <c>aliyun</c> command line (aliyun-cli, config/profile.go). Not a record: ToString must not show keys.</summary>
internal sealed class CliProfile(JsonElement members, string name)
{
    private JsonElement? _answer;

    public string Name => name;

    /// <summary>The mode as it is written; where it is missing, it is recognized from the other members, as the command line does.</summary>
    public string? Mode => this["mode"] ?? RecognizedMode()?.ToString();

    /// <summary>The mode (not case-sensitive); null where it is not supported.</summary>
    public CliMode? KnownMode => Enum.GetValues<CliMode>().Cast<CliMode?>()
        .FirstOrDefault(mode => string.Equals(Mode, mode.ToString(), StringComparison.OrdinalIgnoreCase));

    public string? RegionId => this["region_id"];

    /// <summary>Whether STS is called inside the VPC; null where the profile does not say.</summary>
    public bool? EnableVpc => CredentialsJson.Flag(members, "enable_vpc");

    /// <summary>Whether the service is called inside the VPC (<c>endpoint_type</c>); null where the profile does not say.</summary>
    public string? EndpointType => this["endpoint_type"];

    /// <summary>When the temporary keys in it expire; null where it does not say.</summary>
    public DateTimeOffset? KeysEndAt =>
        long.TryParse(this["sts_expiration"], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and < 253402300800
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;

    /// <summary>Whether it is the empty profile that the command line writes before it is configured.</summary>
    public bool IsBlank => Mode is null || (KnownMode == CliMode.AK && this["access_key_id"] is null && this["access_key_secret"] is null);

    /// <summary>A member's text; null where it is missing.</summary>
    public string? this[string member] => (_answer is { } answer ? CredentialsJson.Text(answer, member) : null) ?? CredentialsJson.Text(members, member);

    /// <summary>The profile with its members replaced by those of a command's answer, as the command line does it.</summary>
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
