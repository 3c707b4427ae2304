namespace OnsDlq.Completion;

/// <summary>Completes what a sandbox can be seeded with by name.</summary>
public sealed class SeedCompleter : ValueCompleter
{
    private protected override IEnumerable<string> Values() => ["demo", "none"];
}
