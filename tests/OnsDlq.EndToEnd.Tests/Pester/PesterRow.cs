namespace OnsDlq.EndToEnd.Tests.Pester;

/// <summary>The result of one test of the Pester suite, or of a file or block that failed as a whole.</summary>
/// <param name="File">The file's name.</param>
/// <param name="Name">The test with the blocks around it.</param>
/// <param name="Result">Pester's name of the result.</param>
/// <param name="Error">The error; empty if there is none.</param>
/// <param name="Seconds">How long it took.</param>
public sealed record PesterRow(string File, string Name, string Result, string Error, double Seconds)
{
    /// <summary>The test's name, as the row of the results shows it.</summary>
    public override string ToString() => $"{File}: {Name}";
}
