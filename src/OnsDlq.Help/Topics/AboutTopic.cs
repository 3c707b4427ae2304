using System.Text.RegularExpressions;

namespace OnsDlq.Help.Topics;

/// <summary>An about topic: a hand-written text, with generated parts inserted.</summary>
internal static partial class AboutTopic
{
    /// <summary>Gives a topic's text; a line such as <c>{{errors}}</c> is replaced by generated text.</summary>
    /// <param name="file">The hand-written topic.</param>
    /// <param name="known">The generated texts, by name.</param>
    /// <exception cref="HelpException">A line has an unknown name.</exception>
    public static string Complete(string file, IReadOnlyDictionary<string, Func<string>> known)
    {
        var text = File.ReadAllText(file).ReplaceLineEndings("\n");
        return Placeholder().Replace(text, place => known.TryGetValue(place.Groups["name"].Value, out var found)
            ? found()
            : throw new HelpException(
                file,
                $"Nothing is known to put in for {place.Value.Trim()}; there are {string.Join(", ", known.Keys)}.",
                text[..place.Index].Count(letter => letter == '\n') + 1));
    }

    [GeneratedRegex(@"^ *\{\{(?<name>.*)\}\} *\n", RegexOptions.Multiline)]
    private static partial Regex Placeholder();
}
