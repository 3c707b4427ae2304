using System.Xml.Linq;
using OnsDlq.Help.Prose;
using OnsDlq.Help.Shape;
using static OnsDlq.Help.Commands.MamlFile;

namespace OnsDlq.Help.Commands;

/// <summary>Describes the pipeline input of a command, from the parameters that accept it.</summary>
internal static class PipelineInput
{
    /// <summary>Makes the elements.</summary>
    public static IEnumerable<XElement> Of(CommandShape command, CommandProse prose)
    {
        var whole = command.Parameters.FirstOrDefault(parameter => parameter.Anywhere.ByValue);
        var named = command.Parameters.Where(parameter => parameter.Anywhere.ByPropertyName).Select(Property).ToArray();
        var type = whole is not null ? whole.TypeName.TrimEnd('[', ']') : named.Length > 0 ? "Object" : "None";
        var words = (whole?.Description ?? [])
            .Concat(named.Length > 0 ? [Taken(named)] : [])
            .Concat(prose.Inputs).ToArray();
        return words.Length == 0 ? [TypeNamed(type)] : [TypeNamed(type), Paragraphs("description", words)];
    }

    private static string Property(ParameterShape parameter) => parameter.Aliases.Count == 0
        ? parameter.Name
        : $"{parameter.Name} ({string.Join(", ", parameter.Aliases.Select(alias => $"or {alias}"))})";

    private static string Taken(string[] names) => names.Length == 1
        ? $"Any object. Its property {names[0]} is taken for the parameter of that name."
        : $"Any object. Its properties {string.Join(", ", names[..^1])} and {names[^1]} are taken for the parameters of these names.";
}
