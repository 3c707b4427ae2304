using System.Management.Automation;
using System.Management.Automation.Language;
using OnsDlq.Formatting;

namespace OnsDlq.Completion;

/// <summary>One value that completion offers.</summary>
/// <param name="Value">The value.</param>
/// <param name="About">The text in the list of choices; null for the value alone.</param>
internal sealed record CompletionChoice(string Value, string? About = null)
{
    /// <summary>What was typed so far, without quotes.</summary>
    public static string Typed(string word) => word.Trim('\'', '"');

    /// <summary>Converts it for the engine.</summary>
    public CompletionResult Result() => new(
        Quote(Value), Value, CompletionResultType.ParameterValue, About is null ? Value : Printable.Of($"{Value}: {About}"));

    private static string Quote(string value) =>
        value.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.') ? value : $"'{CodeGeneration.EscapeSingleQuotedStringContent(value)}'";
}
