using System.Globalization;
using System.Xml.Linq;
using OnsDlq.Help.Shape;
using static OnsDlq.Help.Commands.MamlFile;

namespace OnsDlq.Help.Commands;

/// <summary>A parameter in the help file.</summary>
internal static class ParameterElement
{
    /// <summary>A parameter in a line of the syntax: with its possible values, or as a list where several may be given.</summary>
    public static XElement InSyntax(ParameterShape parameter, ParameterPlace place) => new(
        Command + "parameter",
        Attributes(parameter, place),
        new XElement(Maml + "name", parameter.Name),
        parameter.IsList || parameter.Choices.Count == 0
            ? Value(parameter)
            : new XElement(Command + "parameterValueGroup", parameter.Choices.Select(choice => new XElement(
                Command + "parameterValue", new XAttribute("required", "false"), new XAttribute("variableLength", "false"), choice))));

    /// <summary>A parameter in the section on parameters.</summary>
    public static XElement Described(ParameterShape parameter, IEnumerable<string> description) => new(
        Command + "parameter",
        Attributes(parameter, parameter.Anywhere),
        new XElement(Maml + "name", parameter.Name),
        Paragraphs("description", description),
        Value(parameter),
        TypeNamed(parameter.TypeName),
        parameter.Default is null ? null : new XElement(Dev + "defaultValue", parameter.Default));

    private static IEnumerable<XAttribute> Attributes(ParameterShape parameter, ParameterPlace place)
    {
        yield return new XAttribute("required", place.Mandatory);
        yield return new XAttribute("variableLength", parameter.IsList);
        yield return new XAttribute("globbing", parameter.TakesWildcards);
        yield return new XAttribute("pipelineInput", place.PipelineInput);
        yield return new XAttribute("position", place.Position?.ToString(CultureInfo.InvariantCulture) ?? "named");
        if (parameter.Aliases.Count > 0) yield return new XAttribute("aliases", string.Join(", ", parameter.Aliases));
    }

    private static XElement? Value(ParameterShape parameter) => parameter.IsSwitch
        ? null
        : new XElement(
            Command + "parameterValue",
            new XAttribute("required", "true"),
            new XAttribute("variableLength", parameter.IsList),
            parameter.TypeName);
}
