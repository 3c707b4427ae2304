using System.Xml.Linq;

namespace OnsDlq.Tests.Conventions;

/// <summary>One command's entry in the help file.</summary>
internal sealed class HelpEntry
{
    private static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    private readonly XElement _entry;

    private HelpEntry(XElement entry) => _entry = entry;

    public static IReadOnlyList<HelpEntry> All { get; } =
        [.. XDocument.Load(Repository.PathOf("en-US", "OnsDlq.dll-Help.xml")).Root!.Elements(Command + "command").Select(entry => new HelpEntry(entry))];

    public string Name => Text(_entry.Element(Command + "details")!.Element(Command + "name")!);

    public string Synopsis => Text(_entry.Element(Command + "details")!.Element(Maml + "description")!);

    public string Description => Text(_entry.Element(Maml + "description")!);

    public IReadOnlyDictionary<string, HelpParameter> Parameters =>
        _entry.Element(Command + "parameters")!.Elements(Command + "parameter").Select(Read).ToDictionary(parameter => parameter.Name);

    /// <summary>The parameter names of each syntax line.</summary>
    public IReadOnlyList<IReadOnlyList<HelpParameter>> Syntaxes =>
        [.. _entry.Element(Command + "syntax")!.Elements(Command + "syntaxItem")
            .Select(item => (IReadOnlyList<HelpParameter>)[.. item.Elements(Command + "parameter").Select(Read)])];

    public IReadOnlyList<string> Outputs =>
        [.. _entry.Element(Command + "returnValues")!.Elements(Command + "returnValue").Select(value => Text(value.Element(Dev + "type")!.Element(Maml + "name")!))];

    public IReadOnlyList<string> Examples =>
        [.. _entry.Element(Command + "examples")!.Elements(Command + "example").Select(example => example.Element(Dev + "code")!.Value.Trim())];

    private static HelpParameter Read(XElement parameter) => new(
        Text(parameter.Element(Maml + "name")!),
        (string?)parameter.Element(Maml + "description")?.Element(Maml + "para") ?? "",
        (bool)parameter.Attribute("required")!,
        (string)parameter.Attribute("position")!,
        (string)parameter.Attribute("pipelineInput")!,
        (string?)parameter.Element(Command + "parameterValue") ?? "SwitchParameter");

    private static string Text(XElement element) => string.Join('\n', element.DescendantsAndSelf().Where(node => !node.HasElements).Select(node => node.Value.Trim()));
}
