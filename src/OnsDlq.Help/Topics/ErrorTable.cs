using System.Collections;
using System.Reflection;
using System.Text;
using OnsDlq.Help.Comments;

namespace OnsDlq.Help.Topics;

/// <summary>Every error of the module: its meaning from its doc comment, category and advice from the module's own table.</summary>
internal sealed class ErrorTable
{
    private const string Catalog = "ErrorCatalog";
    private const string Table = "Kinds";

    private readonly StringBuilder _text = new();

    private ErrorTable()
    {
    }

    /// <summary>Reads the table, from the module's assembly that has it.</summary>
    /// <remarks>
    /// The table is code, so its assembly is loaded and run. The reference assembly of PowerShell is enough for that, since the table has only
    /// names and texts.
    /// </remarks>
    /// <exception cref="HelpException">There is no such table.</exception>
    public static ErrorTable Read(IReadOnlyList<string> assemblies, IReadOnlyList<string> references, DocComments comments)
    {
        var context = new RunningAssemblies(references);
        var types = assemblies.SelectMany(path => context.LoadFromAssemblyPath(Path.GetFullPath(path)).GetTypes());
        var table = types.FirstOrDefault(type => type.Name == Catalog)
            ?.GetProperty(Table, BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static)?.GetValue(null) as IEnumerable
            ?? throw new HelpException(assemblies[0], $"The errors are read from {Catalog}.{Table}, which is not there.");
        var errors = new ErrorTable();
        var entries = table.Cast<object>().Select(pair => (Id: (Enum)Value(pair, "Key"), Kind: Value(pair, "Value")));
        foreach (var (id, kind) in entries.OrderBy(entry => entry.Id))
            errors.Add(id, $"{Value(kind, "Category")}", $"{Value(kind, "RecommendedAction")}", comments);
        return errors;
    }

    /// <summary>The entries in the format of an about topic.</summary>
    public override string ToString() => _text.ToString();

    private void Add(Enum id, string category, string advice, DocComments comments)
    {
        var meaning = string.Join(' ', comments.Of(id.GetType(), id.ToString()));
        if (meaning.Length == 0)
            throw new HelpException(id.GetType().FullName!, $"Give the error {id} a doc comment: it is what the about topic says.");
        if (_text.Length > 0) _text.Append('\n');
        _text.Append("    ").Append(id).Append('\n');
        _text.Append(WrappedText.Of($"{category}. {meaning}", indent: 6)).Append(WrappedText.Of(advice, indent: 6));
    }

    private static object Value(object owner, string property) => owner.GetType().GetProperty(property)?.GetValue(owner)
        ?? throw new HelpException(owner.GetType().FullName!, $"The errors in {Catalog}.{Table} have no {property} to show.");
}
