using OnsDlq.Messages;

namespace OnsDlq.Permissions;

/// <summary>On what a policy permits something. What is null is not limited.</summary>
/// <param name="InstanceId">The instance; null for every instance.</param>
/// <param name="GroupId">The consumer group's name, without its instance; null for every group.</param>
/// <param name="Topic">The topic for the actions on topics; null for every topic.</param>
internal sealed record PolicyScope(string? InstanceId, string? GroupId, string? Topic)
{
    /// <summary>Stands for every name.</summary>
    public const string Any = "*";

    /// <summary>Whether a text can be the name of an instance, a group or a topic, so that it may stand in a resource: a wildcard may not.</summary>
    public static bool IsName(string text) => GroupIdRule.IsWellFormed(text) && !text.Contains('%', StringComparison.Ordinal);

    /// <summary>Whether the instance has a namespace of its own; null where that is not known.</summary>
    public bool? IndependentNaming { get; init; }

    /// <summary>
    /// The names of a kind of resource in the service's two forms: INSTANCE%NAME where the instance has a namespace of its own, NAME where it has
    /// none (ons-api facts 1.17). Where that is not known a name is given in both. All names of an instance are then given in the first form alone:
    /// the other would be every name of every instance.
    /// </summary>
    public IEnumerable<string> Names(PolicyResource kind)
    {
        if (kind == PolicyResource.Instance) return [InstanceId ?? Any];
        if ((kind == PolicyResource.Group ? GroupId : Topic) is not { } name)
            return [InstanceId is null || IndependentNaming == false ? Any : $"{InstanceId}%{Any}"];

        var qualified = $"{InstanceId ?? Any}%{name}";
        return IndependentNaming switch { true => [qualified], false => [name], null => [qualified, name] };
    }
}
