using System.Globalization;
using System.Xml.Linq;
using OnsDlq.Help.Prose;
using OnsDlq.Help.Shape;
using static OnsDlq.Help.Commands.MamlFile;

namespace OnsDlq.Help.Commands;

/// <summary>A command in the help file.</summary>
internal static class CommandElement
{
    public static XElement Of(CommandShape command, CommandProse prose) => new(
        Command + "command",
        new XElement(
            Command + "details",
            new XElement(Command + "name", command.Name),
            new XElement(Command + "verb", command.Verb),
            new XElement(Command + "noun", command.Noun),
            Paragraphs("description", [command.Synopsis])),
        Paragraphs("description", LeadsOnline(prose) ? prose.Description : prose.Description.Concat(SeeAlso(prose))),
        new XElement(Command + "syntax", command.Sets.Select(set => SyntaxOf(command, set))),
        new XElement(
            Command + "parameters",
            command.Parameters.Select(parameter => ParameterElement.Described(parameter, Description(parameter, prose)))),
        new XElement(Command + "inputTypes", new XElement(Command + "inputType", PipelineInput.Of(command, prose))),
        new XElement(Command + "returnValues", command.Outputs.DefaultIfEmpty(new OutputShape("None", [])).Select(OutputOf)),
        prose.Notes.Count == 0 ? null : new XElement(Maml + "alertSet", Paragraphs("alert", prose.Notes)),
        new XElement(Command + "examples", prose.Examples.Select(ExampleOf)),
        LeadsOnline(prose) ? new XElement(Command + "relatedLinks", prose.Links.Select(LinkOf)) : null);

    // Get-Help offers its -Online for every command that has related links, also where none of them has an address that could be opened.
    private static bool LeadsOnline(CommandProse prose) => prose.Links.Any(link => link.Address is not null);

    private static IEnumerable<string> SeeAlso(CommandProse prose) =>
        prose.Links.Count == 0 ? [] : [$"See also: {string.Join(", ", prose.Links.Select(link => link.Text))}."];

    private static XElement SyntaxOf(CommandShape command, string? set) => new(
        Command + "syntaxItem",
        new XElement(Maml + "name", command.Name),
        from parameter in command.Parameters
        let place = parameter.In(set)
        where place is not null
        orderby place.Position ?? int.MaxValue, place.Mandatory descending
        select ParameterElement.InSyntax(parameter, place));

    private static IEnumerable<string> Description(ParameterShape parameter, CommandProse prose)
    {
        var words = prose.Parameters.GetValueOrDefault(parameter.Name) ?? parameter.Description;
        var accepted = parameter.Choices.Count > 0 ? string.Join(", ", parameter.Choices) : parameter.Range;
        return accepted is null ? words : words.Append($"Accepted values: {accepted}.");
    }

    private static XElement OutputOf(OutputShape output) => new(
        Command + "returnValue",
        TypeNamed(output.TypeName),
        output.Description.Count == 0 ? null : Paragraphs("description", output.Description));

    // An empty paragraph at the end of the remarks makes Get-Help leave a blank line between examples.
    private static XElement ExampleOf(Example example, int index) => new(
        Command + "example",
        new XElement(Maml + "title", string.Create(CultureInfo.InvariantCulture, $"Example {index + 1}: {example.Title}")),
        new XElement(Dev + "code", example.Code),
        new XElement(Dev + "remarks", example.Remarks.Append("").Select(text => new XElement(Maml + "para", text))));

    private static XElement LinkOf(Link link) => new(
        Maml + "navigationLink",
        new XElement(Maml + "linkText", link.Text),
        link.Address is null ? null : new XElement(Maml + "uri", link.Address));
}
