using System.Reflection;
using OnsDlq.Help.Comments;

namespace OnsDlq.Help.Shape;

/// <summary>Reads the commands of a module from its assembly.</summary>
internal sealed class CommandReader(DocComments comments)
{
    private const string OutputTypeAttribute = "System.Management.Automation.OutputTypeAttribute";

    // Parameters that the engine adds have no doc comment. A command's hand-written help may have a text of its own for them.
    private static readonly ParameterShape WhatIf = Added("WhatIf", "wi", "Shows what would be done. Changes nothing.");
    private static readonly ParameterShape Confirm = Added("Confirm", "cf", "Asks before each change; -Confirm:$false does not ask.");

    private readonly ParameterReader _parameters = new(comments);

    public IReadOnlyList<CommandShape> Read(ModuleAssembly module) =>
        [.. module.Commands.Select(command => Read(command.Attribute, command.Type))];

    /// <summary>Reads one command.</summary>
    /// <exception cref="HelpException">The command or one of its parameters has no doc comment.</exception>
    public CommandShape Read(CustomAttributeData attribute, Type type)
    {
        var synopsis = comments.Of(type);
        if (synopsis.Count == 0)
            throw new HelpException(type.FullName!, $"Give {type.Name} a doc comment: it is the synopsis in the help.");
        var declared = type.Parameters().Select(_parameters.Read)
            .OrderBy(parameter => parameter.Anywhere is { Position: { } position } ? position : int.MaxValue)
            .ThenByDescending(parameter => parameter.Anywhere.Mandatory);
        return new CommandShape
        {
            Verb = (string)attribute.ConstructorArguments[0].Value!,
            Noun = (string)attribute.ConstructorArguments[1].Value!,
            Synopsis = string.Join(' ', synopsis),
            DefaultSet = attribute.Named<string>("DefaultParameterSetName"),
            Parameters = attribute.Named<bool>("SupportsShouldProcess") ? [.. declared, WhatIf, Confirm] : [.. declared],
            Outputs = [.. OutputTypes(type).Select(output => new OutputShape(output.FullName!, comments.Of(output)))],
        };
    }

    private static IEnumerable<Type> OutputTypes(Type type) => type.Attributes(OutputTypeAttribute)
        .SelectMany(attribute => attribute.ConstructorArguments).SelectMany(argument => argument.Values()).OfType<Type>()
        .Where(output => output.FullName != "System.Void");

    private static ParameterShape Added(string name, string alias, string description) => new()
    {
        Name = name,
        TypeName = "SwitchParameter",
        IsSwitch = true,
        Aliases = [alias],
        Description = [description],
        Places = [new ParameterPlace(null, false, null, false, false)],
    };
}
