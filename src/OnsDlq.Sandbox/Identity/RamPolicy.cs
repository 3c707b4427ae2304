using System.Text.Json;
using System.Text.Json.Nodes;

namespace OnsDlq.Sandbox.Identity;

/// <summary>A RAM policy: Version 1 and statements with Effect, Action or NotAction, and Resource or NotResource.</summary>
internal sealed class RamPolicy
{
    private readonly IReadOnlyList<RamStatement> _statements;

    private RamPolicy(IReadOnlyList<RamStatement> statements) => _statements = statements;

    /// <summary>Evaluates the policy; a Deny takes precedence over any Allow.</summary>
    public PolicyVerdict Evaluate(string action, string resource)
    {
        var verdict = PolicyVerdict.ImplicitDeny;
        foreach (var statement in _statements.Where(statement => statement.Covers(action, resource)))
        {
            if (!statement.Allows) return PolicyVerdict.ExplicitDeny;
            verdict = PolicyVerdict.Allow;
        }

        return verdict;
    }

    /// <summary>Reads a policy from JSON text.</summary>
    /// <exception cref="FormatException">It is malformed.</exception>
    public static RamPolicy Parse(string json)
    {
        try
        {
            return Parse(JsonNode.Parse(json));
        }
        catch (JsonException e)
        {
            throw new FormatException("The policy is no JSON: " + e.Message, e);
        }
    }

    /// <summary>Reads a policy.</summary>
    /// <exception cref="FormatException">It is malformed.</exception>
    public static RamPolicy Parse(JsonNode? node)
    {
        if (node is not JsonObject policy) throw new FormatException("A policy is a JSON object.");
        if (policy["Version"] is not JsonValue version || !version.TryGetValue<string>(out var text) || text != "1")
            throw new FormatException("A policy's Version is \"1\".");
        return policy["Statement"] switch
        {
            JsonArray { Count: > 0 } list => new RamPolicy([.. list.Select(RamStatement.Parse)]),
            JsonObject one => new RamPolicy([RamStatement.Parse(one)]),
            _ => throw new FormatException("A policy needs a Statement."),
        };
    }
}
