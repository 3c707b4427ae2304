namespace OnsDlq.Help.Prose;

/// <summary>An example.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="Code">The command to type.</param>
/// <param name="Remarks">An explanation of the result.</param>
internal sealed record Example(string Title, string Code, IReadOnlyList<string> Remarks);
