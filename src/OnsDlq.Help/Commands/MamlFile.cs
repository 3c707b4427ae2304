using System.Text;
using System.Xml;
using System.Xml.Linq;
using OnsDlq.Help.Prose;
using OnsDlq.Help.Shape;

namespace OnsDlq.Help.Commands;

/// <summary>The help file that Get-Help reads.</summary>
internal static class MamlFile
{
    public static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";
    public static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    public static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    // No XML declaration: for a string it would name UTF-16.
    private static readonly XmlWriterSettings Layout =
        new() { Indent = true, NewLineChars = "\n", NewLineHandling = NewLineHandling.None, OmitXmlDeclaration = true };

    /// <summary>The file's text.</summary>
    public static string Of(IEnumerable<(CommandShape Shape, CommandProse Prose)> commands)
    {
        var root = new XElement(
            XName.Get("helpItems", "http://msh"),
            new XAttribute("schema", "maml"),
            new XAttribute(XNamespace.Xmlns + "maml", Maml),
            new XAttribute(XNamespace.Xmlns + "command", Command),
            new XAttribute(XNamespace.Xmlns + "dev", Dev),
            commands.Select(command => CommandElement.Of(command.Shape, command.Prose)));
        var text = new StringBuilder();
        using (var writer = XmlWriter.Create(text, Layout)) root.WriteTo(writer);
        return $"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n{text}\n";
    }

    /// <summary>Paragraphs in an element.</summary>
    public static XElement Paragraphs(string element, IEnumerable<string> paragraphs) =>
        new(Maml + element, paragraphs.Select(text => new XElement(Maml + "para", text)));

    public static XElement TypeNamed(string name) => new(Dev + "type", new XElement(Maml + "name", name));
}
