using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using OnsDlq.Errors;

namespace OnsDlq.Transport;

/// <summary>Describes in a few words what came back in place of an answer, so that a person recognizes a captive portal or a proxy.</summary>
internal static partial class AnswerHint
{
    private const int LongestTitle = 80;
    private const int MostLooked = 4096;

    /// <summary>Describes an answer's body without repeating it.</summary>
    public static string Of(HttpAnswer answer)
    {
        if (answer.Body.IsEmpty) return "an empty body";
        var size = string.Create(CultureInfo.InvariantCulture, $"{answer.Body.Length} bytes");
        var looked = answer.Body.Span[..Math.Min(answer.Body.Length, MostLooked)];
        var text = Encoding.UTF8.GetString(looked).TrimStart('\uFEFF', ' ', '\t', '\r', '\n');
        if (text.StartsWith("<!DOCTYPE html", StringComparison.OrdinalIgnoreCase)
            || text.StartsWith("<html", StringComparison.OrdinalIgnoreCase))
        {
            return Title().Match(text) is { Success: true } title && Shown(title.Groups[1].Value) is { Length: > 0 } shown
                ? $"an HTML page of {size}, title '{shown}'"
                : $"an HTML page of {size}";
        }

        if (text.StartsWith('<')) return $"XML of {size} that is no error of the service";
        if (text.StartsWith('{')) return $"JSON of {size} that is damaged or no answer of the service";
        return answer.ContentType is { } type ? $"{size} of type '{PlainText.Of(type, 50)}' that are no JSON" : $"{size} that are no JSON";
    }

    private static string Shown(string title) => PlainText.Of(WebUtility.HtmlDecode(title), LongestTitle).Trim();

    [GeneratedRegex("<title[^>]*>([^<]*)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Title();
}
