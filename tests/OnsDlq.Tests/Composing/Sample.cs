using OnsDlq.Help.Comments;
using OnsDlq.Help.Shape;

namespace OnsDlq.Tests.Composing;

/// <summary>Commands of this assembly, read as the build reads those of the module.</summary>
internal static class Sample
{
    private static readonly string Assembly = typeof(Sample).Assembly.Location;

    /// <summary>What this program runs with.</summary>
    public static readonly string[] References =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)];

    public static CommandShape Read(string name)
    {
        using var module = new ModuleAssembly(Assembly, [.. References.Where(path => path != Assembly)]);
        var (attribute, type) = module.Commands.Single(command => command.Type.Name == name);
        return new CommandReader(DocComments.Beside([Assembly], module.NamesOfMembers())).Read(attribute, type);
    }
}
