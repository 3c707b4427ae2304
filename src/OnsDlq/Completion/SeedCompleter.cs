namespace OnsDlq.Completion;

/// <summary>Completes the names of a sandbox's built-in seeds.</summary>
public sealed class SeedCompleter : ValueCompleter
{
    private protected override IEnumerable<string> Values() => ["demo", "none"];
}
