namespace OnsDlq.Journal.Postgres;

/// <summary>Where a journal's tables are.</summary>
/// <param name="Address">The journal's URI, for people.</param>
/// <param name="SchemaName">The name of the schema.</param>
internal sealed record Place(string Address, string SchemaName)
{
    /// <summary>The name of the schema as SQL has it.</summary>
    public string Schema { get; } = '"' + SchemaName.Replace("\"", "\"\"", StringComparison.Ordinal) + '"';

    /// <summary>A table's name with its schema: what a search path finds first is of no importance then.</summary>
    public string Table(string name) => $"{Schema}.{name}";
}
