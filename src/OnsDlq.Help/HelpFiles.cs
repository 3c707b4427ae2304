using OnsDlq.Help.Commands;
using OnsDlq.Help.Comments;
using OnsDlq.Help.Prose;
using OnsDlq.Help.Shape;
using OnsDlq.Help.Topics;

namespace OnsDlq.Help;

/// <summary>Composes the help files of a module.</summary>
internal static class HelpFiles
{
    /// <summary>Composes the help file of a module's commands and its about topics; gives each file's text by its name.</summary>
    /// <param name="module">The path of the module's assembly; the compiler's XML file is beside it.</param>
    /// <param name="references">The paths of the assemblies that it was compiled with.</param>
    /// <param name="prose">The folder with the hand-written texts.</param>
    /// <exception cref="HelpException">Something is missing or inconsistent.</exception>
    public static IReadOnlyDictionary<string, string> Compose(string module, IReadOnlyList<string> references, string prose)
    {
        using var assembly = new ModuleAssembly(module, references);
        // Doc comments of other assemblies' types are left out: they depend on the machine that builds.
        var family = Path.GetFileNameWithoutExtension(module) + ".";
        string[] ours = [module, .. references.Where(path => Path.GetFileName(path).StartsWith(family, StringComparison.Ordinal))];
        var comments = DocComments.Beside(ours, assembly.NamesOfMembers());
        var commands = new CommandReader(comments).Read(assembly);
        var written = Written(commands, prose);
        var topics = Directory.GetFiles(prose, "about_*.help.txt");
        LinkCheck.Run(written, commands.Select(command => command.Name).Concat(topics.Select(TopicName)).ToHashSet(StringComparer.Ordinal));

        var texts = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [Path.GetFileName(module) + "-Help.xml"] = MamlFile.Of(commands.Select(command => (command, written[command.Name]))),
        };
        var known = new Dictionary<string, Func<string>>(StringComparer.Ordinal)
        {
            ["errors"] = () => ErrorTable.Read(ours, references, comments).ToString(),
            ["commands"] = () => string.Concat(commands.Select(command => $"    {command.Name}\n")),
        };
        foreach (var topic in topics) texts[Path.GetFileName(topic)] = AboutTopic.Complete(topic, known);
        return texts;
    }

    private static Dictionary<string, CommandProse> Written(IReadOnlyList<CommandShape> commands, string folder)
    {
        var files = commands.ToDictionary(command => command.Name, command => Path.Combine(folder, command.Name + ".md"));
        if (Array.Find(Directory.GetFiles(folder, "*.md"), file => !files.ContainsValue(file)) is { } stranger)
            throw new HelpException(stranger, "There is no such command. Name the file for a command, or delete it.");
        return commands.ToDictionary(command => command.Name, command => ProseReader.Read(files[command.Name], command));
    }

    private static string TopicName(string file) => Path.GetFileName(file)[..^".help.txt".Length];
}
