using System.Text.Json.Nodes;

namespace OnsDlq.Sandbox.Identity;

/// <summary>One statement of a RAM policy.</summary>
internal sealed class RamStatement
{
    private readonly WildcardSet _actions;
    private readonly WildcardSet _resources;

    private RamStatement(bool allows, WildcardSet actions, WildcardSet resources)
    {
        Allows = allows;
        _actions = actions;
        _resources = resources;
    }

    /// <summary>Whether its effect is Allow (else Deny).</summary>
    public bool Allows { get; }

    /// <summary>Whether it applies to this action on this resource. Resources are case-sensitive, actions are not.</summary>
    public bool Covers(string action, string resource) => _actions.Contains(action) && _resources.Contains(resource);

    /// <summary>Reads a statement.</summary>
    /// <exception cref="FormatException">It is malformed, or has a Condition, which this sandbox does not evaluate.</exception>
    public static RamStatement Parse(JsonNode? node)
    {
        if (node is not JsonObject statement) throw new FormatException("A statement is a JSON object.");
        if (statement.ContainsKey("Condition")) throw new FormatException("The sandbox does not evaluate Condition.");
        var allows = Text(statement["Effect"]) switch
        {
            "Allow" => true,
            "Deny" => false,
            _ => throw new FormatException("Effect is Allow or Deny."),
        };
        return new RamStatement(allows, Set(statement, "Action", StringComparison.OrdinalIgnoreCase),
            Set(statement, "Resource", StringComparison.Ordinal));
    }

    private static WildcardSet Set(JsonObject statement, string name, StringComparison comparison)
    {
        if (statement[name] is { } given) return new WildcardSet(Texts(given, name), comparison, false);
        if (statement["Not" + name] is { } excluded) return new WildcardSet(Texts(excluded, name), comparison, true);
        throw new FormatException($"A statement needs {name} or Not{name}.");
    }

    private static List<string> Texts(JsonNode node, string name)
    {
        var texts = (node is JsonArray array ? array.Select(Text) : [Text(node)]).OfType<string>().ToList();
        return texts.Count > 0 ? texts : throw new FormatException($"{name} is a string or an array of strings.");
    }

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
