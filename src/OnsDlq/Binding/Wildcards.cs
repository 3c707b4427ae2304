using System.Management.Automation;
using OnsDlq.Errors;
using OnsDlq.Formatting;

namespace OnsDlq.Binding;

/// <summary>Wildcard patterns, of which one has to match (not case-sensitive).</summary>
internal sealed class Wildcards
{
    private readonly WildcardPattern[] _patterns;

    private Wildcards(IEnumerable<string> patterns) => _patterns = [.. patterns.Select(Parse)];

    /// <summary>Whether there is no pattern, so that nothing matches.</summary>
    public bool IsEmpty => _patterns.Length == 0;

    /// <summary>Parses patterns.</summary>
    /// <exception cref="CommandException">A text is not a valid pattern.</exception>
    public static Wildcards Of(IEnumerable<string> patterns) => new(patterns);

    public bool Match(string value) => _patterns.Any(pattern => pattern.IsMatch(value));

    private static WildcardPattern Parse(string text)
    {
        try
        {
            var pattern = WildcardPattern.Get(text, WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant);
            // A pattern is parsed at its first use, so it is used here once.
            pattern.IsMatch("");
            return pattern;
        }
        catch (WildcardPatternException exception)
        {
            throw new CommandException(ErrorId.InvalidPattern, $"'{Printable.Of(text)}' is no wildcard pattern.", text, exception);
        }
    }
}
