using System.Management.Automation;
using OnsDlq.Errors;
using OnsDlq.Formatting;

namespace OnsDlq.Binding;

/// <summary>Patterns of which one has to fit, upper and lower case being one.</summary>
internal sealed class Wildcards
{
    private readonly WildcardPattern[] _patterns;

    private Wildcards(IEnumerable<string> patterns) => _patterns = [.. patterns.Select(Parse)];

    /// <summary>Whether there is no pattern, so that nothing fits.</summary>
    public bool IsEmpty => _patterns.Length == 0;

    /// <summary>Makes patterns of their texts.</summary>
    /// <exception cref="CommandException">A text is no pattern.</exception>
    public static Wildcards Of(IEnumerable<string> patterns) => new(patterns);

    public bool Match(string value) => _patterns.Any(pattern => pattern.IsMatch(value));

    private static WildcardPattern Parse(string text)
    {
        try
        {
            var pattern = WildcardPattern.Get(text, WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant);
            // Patterns are not read before they are first used.
            pattern.IsMatch("");
            return pattern;
        }
        catch (WildcardPatternException exception)
        {
            throw new CommandException(ErrorId.InvalidPattern, $"'{Printable.Of(text)}' is no wildcard pattern.", text, exception);
        }
    }
}
