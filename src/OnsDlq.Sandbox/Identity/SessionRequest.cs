using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OnsDlq.Sandbox.Operations;
using OnsDlq.Sandbox.Protocol;

namespace OnsDlq.Sandbox.Identity;

/// <summary>The parameters common to both ways of assuming a role.</summary>
/// <param name="Role">The role.</param>
/// <param name="SessionName">The session's name.</param>
/// <param name="Lifetime">How long the session lasts.</param>
/// <param name="Policy">The policy that restricts the role's, or null.</param>
internal sealed partial record SessionRequest(Role Role, string SessionName, TimeSpan Lifetime, RamPolicy? Policy)
{
    private const int ShortestSession = 900;
    private const int DefaultSession = 3600;
    private const int LongestPolicy = 2048;

    /// <summary>Reads and checks the parameters RoleArn, RoleSessionName, DurationSeconds and Policy.</summary>
    /// <exception cref="OperationError">One is missing or malformed, or there is no such role.</exception>
    public static SessionRequest Read(OperationCall call, RoleBook roles)
    {
        var arn = call.Required("RoleArn");
        var name = call.Required("RoleSessionName");
        if (!RoleArn().IsMatch(arn)) throw StsErrors.Malformed("RoleArn");
        if (!SessionNames().IsMatch(name)) throw StsErrors.Malformed("RoleSessionName");
        var policy = ReadPolicy(call.Optional("Policy"));
        var role = roles.Find(arn) ?? throw StsErrors.NoRole();
        return new SessionRequest(role, name, ReadDuration(call.Optional("DurationSeconds"), role), policy);
    }

    /// <summary>The members of the answer about the new session.</summary>
    public static JsonObject Answer(StoredKey key) => new()
    {
        ["AssumedRoleUser"] = new JsonObject { ["AssumedRoleId"] = key.Principal.Id, ["Arn"] = key.Principal.Arn },
        ["Credentials"] = SessionIssuer.Write(key),
    };

    private static TimeSpan ReadDuration(string? text, Role role)
    {
        if (text is null) return TimeSpan.FromSeconds(Math.Min(DefaultSession, role.LongestSession.TotalSeconds));
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            && seconds >= ShortestSession && seconds <= role.LongestSession.TotalSeconds
            ? TimeSpan.FromSeconds(seconds)
            : throw StsErrors.Duration(role.LongestSession);
    }

    private static RamPolicy? ReadPolicy(string? text)
    {
        if (text is null) return null;
        if (Encoding.UTF8.GetByteCount(text) > LongestPolicy) throw StsErrors.PolicySize();
        try
        {
            return RamPolicy.Parse(text);
        }
        catch (FormatException)
        {
            throw StsErrors.PolicyGrammar();
        }
    }

    [GeneratedRegex(@"^acs:ram::\d+:role/[A-Za-z0-9.\-_]{1,64}\z")]
    private static partial Regex RoleArn();

    [GeneratedRegex(@"^[A-Za-z0-9.@\-_]{2,64}\z")]
    private static partial Regex SessionNames();
}
