using System.Management.Automation.Language;
using System.Text;
using System.Text.RegularExpressions;

namespace OnsDlq.Shell.CommandLine;

/// <summary>Writes the call of a script with the words that followed its path, as one would type it.</summary>
internal static partial class ScriptCall
{
    /// <summary>Gives the call; <c>-Name</c> is a parameter's name, <c>-Name:value</c> a pair, and everything else plain text.</summary>
    public static string Text(string path, IEnumerable<string> words)
    {
        var call = new StringBuilder("& ").Append(Quote(path));
        foreach (var word in words)
        {
            call.Append(' ');
            var parameter = ParameterName().Match(word);
            if (!parameter.Success)
            {
                call.Append(Quote(word));
                continue;
            }
            call.Append(parameter.Groups["name"].Value);
            if (parameter.Groups["value"] is { Success: true } value)
            {
                call.Append(':').Append(ValueOf(value.Value));
            }
        }
        return call.ToString();
    }

    // A command line knows only text, and "-Switch:$false" must still be able to say no.
    private static string ValueOf(string text) =>
        bool.TryParse(text.TrimStart('$'), out var value) ? (value ? "$true" : "$false") : text.Length == 0 ? text : Quote(text);

    private static string Quote(string text) => $"'{CodeGeneration.EscapeSingleQuotedStringContent(text)}'";

    [GeneratedRegex(@"^(?<name>-[\p{L}_][\p{L}\p{Nd}_]*)(:(?<value>.*))?$", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex ParameterName();
}
