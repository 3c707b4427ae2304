using System.Management.Automation;
using OnsDlq.Messages;

namespace OnsDlq.Binding;

/// <summary>The consumer groups that a command shows of the journal, by name or by pattern.</summary>
internal sealed class GroupFilter
{
    private readonly Wildcards? _patterns;

    /// <summary>Makes the filter; blank names do not count, and without a name every group matches.</summary>
    /// <param name="named">The names and patterns, with or without the instance before them.</param>
    /// <param name="allowsPatterns">Whether a name may be a pattern; in a piped object it may not, for somebody may have masked it there.</param>
    /// <exception cref="Errors.CommandException">A text is not a valid pattern.</exception>
    public GroupFilter(IEnumerable<string?>? named, bool allowsPatterns)
    {
        string[] groups = [.. (named ?? []).Select(InputMembers.Trimmed).OfType<string>().Select(MessageKey.GroupOf)];
        if (groups is [var only] && !(allowsPatterns && WildcardPattern.ContainsWildcardCharacters(only))) Only = only;
        else if (groups.Length > 0) _patterns = Wildcards.Of(allowsPatterns ? groups : groups.Select(WildcardPattern.Escape));
    }

    /// <summary>The group, where it is a single one by its name; null otherwise.</summary>
    public string? Only { get; }

    public bool Match(string groupId) => Only?.Equals(groupId, StringComparison.OrdinalIgnoreCase) ?? _patterns?.Match(groupId) ?? true;
}
