using System.Management.Automation;

namespace OnsDlq.Binding;

/// <summary>Patterns of which one has to fit, upper and lower case being one.</summary>
internal sealed class Wildcards
{
    private readonly WildcardPattern[] _patterns;

    private Wildcards(IEnumerable<string> patterns) =>
        _patterns = [.. patterns.Select(pattern => WildcardPattern.Get(pattern, WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant))];

    /// <summary>Whether there is no pattern, so that nothing fits.</summary>
    public bool IsEmpty => _patterns.Length == 0;

    /// <summary>Makes patterns of their texts.</summary>
    public static Wildcards Of(IEnumerable<string> patterns) => new(patterns);

    /// <summary>Whether a pattern fits.</summary>
    public bool Match(string value) => _patterns.Any(pattern => pattern.IsMatch(value));
}
