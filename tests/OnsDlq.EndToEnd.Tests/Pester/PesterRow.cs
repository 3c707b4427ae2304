namespace OnsDlq.EndToEnd.Tests.Pester;

/// <summary>What one run of the Pester suite says of one test, or of a file or block that failed as a whole.</summary>
/// <param name="File">The file's name.</param>
/// <param name="Name">The test with the blocks around it.</param>
/// <param name="Result">Pester's word for how it went.</param>
/// <param name="Error">What went wrong; empty where nothing did.</param>
/// <param name="Seconds">How long it took.</param>
public sealed record PesterRow(string File, string Name, string Result, string Error, double Seconds)
{
    /// <summary>The test's name, as the row of the results shows it.</summary>
    public override string ToString() => $"{File}: {Name}";
}
