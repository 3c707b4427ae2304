using OnsDlq.Help.Shape;

namespace OnsDlq.Help.Prose;

/// <summary>Reads the hand-written help of a command from its Markdown file.</summary>
/// <remarks>
/// The file begins with the command's name as its title and the description. Then come sections with these names only, all but the examples
/// optional: Parameters (with headings for -WhatIf and -Confirm; other parameters have doc comments), Inputs, Notes, Examples (a heading and a
/// code fence each) and Links.
/// </remarks>
internal sealed class ProseReader
{
    private readonly string _file;
    private readonly CommandShape _command;
    private readonly Dictionary<string, List<Block>> _sections = new(StringComparer.Ordinal);

    private ProseReader(string file, CommandShape command)
    {
        (_file, _command) = (file, command);
        string[] known = ["", "Parameters", "Inputs", "Notes", "Examples", "Links"];
        List<Block>? section = null;
        foreach (var block in Markdown.Read(file, File.ReadAllLines(file)))
        {
            if (section is null && !(block.Level == 1 && block.Text == command.Name))
                throw Wrong(block, $"Begin with the title '# {command.Name}'.");
            if (block.Level is 1 or 2)
            {
                var name = section is null ? "" : block.Text;
                if (!known.Contains(name)) throw Wrong(block, $"There is no section '{name}'. There are {string.Join(", ", known[1..])}.");
                if (!_sections.TryAdd(name, section = [])) throw Wrong(block, $"The section '{name}' occurs twice.");
            }
            else
            {
                section!.Add(block);
            }
        }
    }

    /// <summary>Reads a command's file.</summary>
    /// <exception cref="HelpException">It is missing, or has an unexpected part.</exception>
    public static CommandProse Read(string file, CommandShape command)
    {
        if (!File.Exists(file)) throw new HelpException(file, $"Write the description and examples of {command.Name} here.");
        var reader = new ProseReader(file, command);
        return new CommandProse(file)
        {
            Description = reader.Needed("", "a description under the title"),
            Parameters = reader.Parameters(),
            Inputs = reader.Paragraphs("Inputs"),
            Notes = reader.Paragraphs("Notes"),
            Examples = reader.Examples(),
            Links = [.. reader.Section("Links").Select(reader.LinkOf)],
        };
    }

    private List<Block> Section(string name) => _sections.GetValueOrDefault(name) ?? [];

    private IReadOnlyList<string> Paragraphs(string section) => Paragraphs(Section(section));

    private IReadOnlyList<string> Paragraphs(IReadOnlyList<Block> blocks) =>
        blocks.FirstOrDefault(block => block.IsCode || block.Level > 0) is { } stranger
            ? throw Wrong(stranger, "Only paragraphs and lists can stand here.")
            : [.. blocks.Select(block => block.Text)];

    private IReadOnlyList<string> Needed(string section, string what) =>
        Paragraphs(section) is { Count: > 0 } found ? found : throw new HelpException(_file, $"Write {what}.");

    private Dictionary<string, IReadOnlyList<string>> Parameters()
    {
        var told = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var (heading, blocks) in Parts("Parameters"))
        {
            var name = heading.Text.TrimStart('-');
            if (_command.Parameters.All(parameter => parameter.Name != name))
                throw Wrong(heading, $"{_command.Name} has no parameter -{name}.");
            if (name is not ("WhatIf" or "Confirm"))
                throw Wrong(heading, $"Say it in the doc comment of {name}: help takes it from there.");
            if (!told.TryAdd(name, Paragraphs(blocks))) throw Wrong(heading, $"-{name} occurs twice.");
        }

        return told;
    }

    private Example[] Examples()
    {
        Example[] examples = [.. Parts("Examples").Select(part => part.Blocks is [{ IsCode: true } code, ..]
            ? new Example(part.Heading.Text, code.Text, Paragraphs(part.Blocks[1..]))
            : throw Wrong(part.Heading, "Under an example's heading comes its code, fenced."))];
        return examples.Length > 0 ? examples : throw new HelpException(_file, "Write a section '## Examples' with an example.");
    }

    private IEnumerable<(Block Heading, Block[] Blocks)> Parts(string section)
    {
        var blocks = Section(section);
        if (blocks is [{ Level: not 3 } stranger, ..]) throw Wrong(stranger, "Begin with a heading '###'.");
        for (var i = 0; i < blocks.Count;)
        {
            Block[] part = [.. blocks.Skip(i + 1).TakeWhile(block => block.Level == 0)];
            yield return (blocks[i], part);
            i += 1 + part.Length;
        }
    }

    private Link LinkOf(Block block)
    {
        if (block.Level > 0 || block.IsCode || !block.Text.StartsWith("- ", StringComparison.Ordinal))
            throw Wrong(block, "Links are a list.");
        var text = block.Text[2..];
        return text.EndsWith(')') && text.LastIndexOf(" (", StringComparison.Ordinal) is > 0 and var at
            ? new Link(text[..at], text[(at + 2)..^1], block.Line)
            : new Link(text, null, block.Line);
    }

    private HelpException Wrong(Block block, string message) => new(_file, message, block.Line);
}
