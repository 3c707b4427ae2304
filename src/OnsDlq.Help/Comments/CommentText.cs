using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace OnsDlq.Help.Comments;

/// <summary>Converts a doc comment to paragraphs of plain text.</summary>
/// <param name="names">The names in the help of referenced members, where they differ from the declared names.</param>
internal sealed partial class CommentText(IReadOnlyDictionary<string, string> names)
{
    /// <summary>The paragraphs of an element, in the order of the text.</summary>
    public IReadOnlyList<string> Paragraphs(XElement element)
    {
        var paragraphs = new List<string>();
        var line = "";
        foreach (var node in element.Nodes())
        {
            if (node is XElement block && Blocks(block) is { } own)
            {
                paragraphs.Add(line);
                paragraphs.AddRange(own);
                line = "";
            }
            else
            {
                line += Inline(node);
            }
        }

        return [.. paragraphs.Append(line).Select(text => Blanks().Replace(text, " ").Trim()).Where(text => text.Length > 0)];
    }

    /// <summary>The paragraphs of a block element; null for an inline element.</summary>
    private IEnumerable<string>? Blocks(XElement element) => element.Name.LocalName switch
    {
        "para" or "code" => Paragraphs(element),
        "list" => element.Elements("item").Select((item, index) => Mark(element, index) + string.Join(": ", ItemParts(item))),
        _ => null,
    };

    private IEnumerable<string> ItemParts(XElement item) => item.Elements().Any(part => part.Name.LocalName is "term" or "description")
        ? item.Elements().Select(part => string.Join(' ', Paragraphs(part)))
        : [string.Join(' ', Paragraphs(item))];

    private static string Mark(XElement list, int index) =>
        list.Attribute("type")?.Value == "number" ? string.Create(CultureInfo.InvariantCulture, $"{index + 1}. ") : "- ";

    private string Inline(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "see" or "seealso" } see => Reference(see),
        XElement { Name.LocalName: "paramref" or "typeparamref" } reference => reference.Attribute("name")!.Value,
        XElement element => string.Concat(element.Nodes().Select(Inline)),
        _ => "",
    };

    private string Reference(XElement see) => (see.Value, (string?)see.Attribute("cref"), (string?)see.Attribute("href")) switch
    {
        ({ Length: > 0 } words, _, { } address) => $"{words} ({address})",
        ({ Length: > 0 } words, _, _) => words,
        (_, { } member, _) => names.GetValueOrDefault(member) ?? ShortName(member),
        (_, _, { } address) => address,
        _ => Keyword((string?)see.Attribute("langword") ?? ""),
    };

    // In PowerShell's syntax.
    private static string Keyword(string word) => word is "null" or "true" or "false" ? $"${word}" : word;

    private static string ShortName(string member) => Signature().Replace(member, "").Split('.', ':')[^1];

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();

    [GeneratedRegex(@"`\d+|\(.*")]
    private static partial Regex Signature();
}
