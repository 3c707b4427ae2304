using System.Reflection;
using System.Xml.Linq;
using OnsDlq.Help.Shape;

namespace OnsDlq.Help.Comments;

/// <summary>The doc comments of assemblies, from the compiler's XML files.</summary>
internal sealed class DocComments
{
    private readonly Dictionary<string, XElement> _members = new(StringComparer.Ordinal);
    private readonly CommentText _text;

    private DocComments(IReadOnlyDictionary<string, string> names) => _text = new CommentText(names);

    /// <summary>Reads the XML files beside the assemblies; an assembly without one has no doc comments.</summary>
    /// <param name="assemblies">The paths of the assemblies.</param>
    /// <param name="names">The names of members in the help, where they differ from the declared names.</param>
    public static DocComments Beside(IEnumerable<string> assemblies, IReadOnlyDictionary<string, string> names)
    {
        var comments = new DocComments(names);
        foreach (var file in assemblies.Select(assembly => Path.ChangeExtension(assembly, ".xml")).Where(File.Exists))
        {
            foreach (var member in XDocument.Load(file, LoadOptions.PreserveWhitespace).Descendants("member"))
                comments._members.TryAdd(member.Attribute("name")!.Value, member);
        }

        return comments;
    }

    /// <summary>The paragraphs of a property's summary (with inheritdoc resolved); none where there is no doc comment.</summary>
    public IReadOnlyList<string> Of(PropertyInfo property) => Paragraphs(
        MemberId.Of(property), Ancestors(property.DeclaringType!).Select(type => $"P:{MemberId.Of(type)[2..]}.{property.Name}"));

    /// <summary>The paragraphs of a type's summary.</summary>
    public IReadOnlyList<string> Of(Type type) => Paragraphs(MemberId.Of(type), Ancestors(type).Select(MemberId.Of));

    /// <summary>The paragraphs of a field's summary.</summary>
    public IReadOnlyList<string> Of(Type type, string field) => Paragraphs(MemberId.Of(type, field), []);

    private IReadOnlyList<string> Paragraphs(string id, IEnumerable<string> ancestors)
    {
        if (!_members.TryGetValue(id, out var member)) return [];
        if (member.Element("summary") is { } summary) return _text.Paragraphs(summary);
        if (member.Element("inheritdoc") is not { } inherited) return [];
        var sources = inherited.Attribute("cref") is { } source ? [source.Value] : ancestors;
        return sources.Select(one => Paragraphs(one, [])).FirstOrDefault(text => text.Count > 0) ?? [];
    }

    private static IEnumerable<Type> Ancestors(Type type)
    {
        for (var ancestor = type.BaseType; ancestor is not null; ancestor = ancestor.BaseType) yield return ancestor;
        foreach (var contract in type.GetInterfaces()) yield return contract;
    }
}
