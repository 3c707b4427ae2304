using System.Management.Automation.Host;

namespace OnsDlq.Shell.Terminal;

/// <summary>One answer of a choice.</summary>
/// <param name="Key">The letter that stands for it, in upper case; empty where its label marks none.</param>
/// <param name="Label">Its name without the mark.</param>
internal sealed record ChoiceAnswer(string Key, string Label)
{
    /// <summary>Reads a label such as <c>Yes to &amp;All</c>: the letter after the ampersand is the key.</summary>
    public static ChoiceAnswer Of(ChoiceDescription choice)
    {
        var mark = choice.Label.IndexOf('&', StringComparison.Ordinal);
        return mark < 0 || mark == choice.Label.Length - 1
            ? new ChoiceAnswer(string.Empty, choice.Label.TrimEnd('&'))
            : new ChoiceAnswer(choice.Label[mark + 1].ToString().ToUpperInvariant(), choice.Label.Remove(mark, 1));
    }

    /// <summary>Whether what was typed is its key or its label.</summary>
    public bool IsMeantBy(string typed) => typed.Length > 0 &&
        (typed.Equals(Key, StringComparison.OrdinalIgnoreCase) || typed.Equals(Label, StringComparison.OrdinalIgnoreCase));
}
