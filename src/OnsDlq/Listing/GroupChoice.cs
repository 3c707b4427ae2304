using System.Management.Automation;
using OnsDlq.Binding;
using OnsDlq.Errors;
using OnsDlq.Formatting;
using OnsDlq.Messages;
using OnsDlq.Pipeline;

namespace OnsDlq.Listing;

/// <summary>Finds the consumer groups that a user names by ID or by wildcard pattern. The groups of a pattern are listed once for a command.</summary>
/// <param name="lister">Lists the groups there are.</param>
internal sealed class GroupChoice(GroupLister lister)
{
    private readonly Dictionary<(string Pattern, string? InstanceId), IReadOnlyList<NamedGroup>> _found = [];

    /// <summary>
    /// The groups in the order named, those of a pattern in alphabetical order, each once. A name that is not valid and a pattern that matches
    /// nothing are non-terminating errors, and the other groups are given.
    /// </summary>
    /// <param name="named">The names and patterns.</param>
    /// <param name="instanceId">Their instance; null where it is not known, then a pattern is matched against the groups of every instance.</param>
    /// <param name="allowsPatterns">
    /// Whether a name may be a pattern. In a row of a file it may not: a group that somebody masked there (GID_pay***) would become several groups.
    /// </param>
    /// <param name="target">The target of the error where no group is named.</param>
    /// <param name="writer">Takes the errors.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    /// <exception cref="CommandException">A text is not a valid pattern.</exception>
    /// <exception cref="OnsDlqException">The groups cannot be listed, and every other call would fail, too.</exception>
    public async Task<IReadOnlyList<NamedGroup>> FindAsync(
        string?[]? named, string? instanceId, bool allowsPatterns, object? target, IPipelineWriter writer, CancellationToken cancellationToken)
    {
        var groups = new List<NamedGroup>();
        foreach (var name in named is { Length: > 0 } ? named : [null])
        {
            if (string.IsNullOrWhiteSpace(name))
                await RefuseAsync(ErrorId.MissingGroupId, "No consumer group was given.", target);
            else if (allowsPatterns && WildcardPattern.ContainsWildcardCharacters(name))
                groups.AddRange(await MatchesAsync(name));
            else if (!GroupIdRule.IsWellFormed(name))
                await RefuseAsync(ErrorId.InvalidGroupId, $"'{Printable.Of(name)}' cannot be a consumer group.", name);
            else
                groups.Add(new(name, instanceId));
        }

        return [.. groups.Distinct()];

        ValueTask RefuseAsync(ErrorId id, string message, object? about) => writer.WriteErrorAsync(ErrorFactory.Make(id, message, about));

        async Task<IReadOnlyList<NamedGroup>> MatchesAsync(string pattern)
        {
            if (_found.TryGetValue((pattern, instanceId), out var known)) return known;
            var matches = new List<NamedGroup>();
            await foreach (var group in lister.ListAsync(instanceId, Wildcards.Of([pattern]), writer, cancellationToken))
                matches.Add(new(group.GroupId, group.InstanceId));
            if (matches.Count == 0 && lister.IsComplete)
                await RefuseAsync(ErrorId.GroupNotFound, $"No consumer group matches '{Printable.Of(pattern)}'.", pattern);
            return _found[(pattern, instanceId)] =
                [.. matches.OrderBy(group => group.InstanceId, StringComparer.Ordinal).ThenBy(group => group.GroupId, StringComparer.Ordinal)];
        }
    }
}
