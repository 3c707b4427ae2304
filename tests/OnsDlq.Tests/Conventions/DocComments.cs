using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace OnsDlq.Tests.Conventions;

/// <summary>The doc comments of the cmdlets, as the compiler wrote them out.</summary>
internal static partial class DocComments
{
    private static readonly Dictionary<string, XElement> Members = XDocument
        .Load(Path.ChangeExtension(CmdletFacts.Module.Location, ".xml")).Descendants("member")
        .ToDictionary(member => member.Attribute("name")!.Value);

    public static string Of(PropertyInfo property) => Summary($"P:{property.DeclaringType!.FullName}.{property.Name}");

    public static string Of(Type type) => Summary($"T:{type.FullName}");

    private static string Summary(string member)
    {
        if (!Members.TryGetValue(member, out var found)) return "";
        var words = string.Concat(found.Element("summary")!.Nodes().Select(node => node switch
        {
            XElement { Name.LocalName: "see" } see => (see.Attribute("cref") ?? see.Attribute("langword"))!.Value.Split('.', ':')[^1],
            XElement element => element.Value,
            _ => node.ToString(),
        }));
        return Blanks().Replace(System.Net.WebUtility.HtmlDecode(words), " ").Trim();
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
