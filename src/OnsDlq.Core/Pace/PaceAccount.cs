using System.Text.RegularExpressions;

namespace OnsDlq.Pace;

/// <summary>The account whose quota a call counts to. Colleagues have keys of their own, and one quota.</summary>
internal static partial class PaceAccount
{
    /// <summary>
    /// The account that an instance belongs to, from its ID, which in every sample of the documentation is MQ_INST_, the account's ID, an underscore
    /// and the instance's own name. An ID of another form stands for its account itself.
    /// </summary>
    public static string OfInstance(string instanceId) => Named(instanceId) ?? instanceId.ToUpperInvariant();

    /// <summary>The account that an instance's ID names; null for an ID of another form.</summary>
    public static string? Named(string instanceId) => InstanceName().Match(instanceId) is { Success: true } match ? match.Groups[1].Value : null;

    [GeneratedRegex(@"^MQ_INST_([0-9]+)_", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex InstanceName();
}
