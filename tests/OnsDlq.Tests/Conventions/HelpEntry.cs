using System.Xml.Linq;

namespace OnsDlq.Tests.Conventions;

/// <summary>The entry of one command in the help file that the build generated.</summary>
internal sealed class HelpEntry
{
    private static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    private readonly XElement _entry;

    private HelpEntry(XElement entry) => _entry = entry;

    public static IReadOnlyList<HelpEntry> All { get; } =
        [.. XDocument.Load(Path.Combine(Repository.StagedModule, "en-US", "OnsDlq.dll-Help.xml")).Root!
            .Elements(Command + "command").Select(entry => new HelpEntry(entry))];

    public string Name => _entry.Element(Command + "details")!.Element(Command + "name")!.Value;

    /// <summary>The description, one paragraph a line.</summary>
    public string About => string.Join('\n', _entry.Element(Maml + "description")!.Elements().Select(paragraph => paragraph.Value));

    /// <summary>The default of each parameter in Get-Help, by the parameter's name; parameters without one are omitted.</summary>
    public IReadOnlyDictionary<string, string> Defaults => Parameters
        .Where(parameter => parameter.Element(Dev + "defaultValue") is not null)
        .ToDictionary(parameter => parameter.Element(Maml + "name")!.Value, parameter => parameter.Element(Dev + "defaultValue")!.Value);

    public IReadOnlyList<string> Examples => [.. _entry.Descendants(Dev + "code").Select(code => code.Value.Trim())];

    public static HelpEntry Of(string name) => All.Single(entry => entry.Name == name);

    public string Description(string parameter) =>
        Parameters.Single(one => one.Element(Maml + "name")!.Value == parameter).Element(Maml + "description")!.Value;

    private IEnumerable<XElement> Parameters => _entry.Element(Command + "parameters")!.Elements(Command + "parameter");
}
