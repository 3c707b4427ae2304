namespace OnsDlq.Help.Prose;

/// <summary>An example.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="Code">What is typed.</param>
/// <param name="Remarks">What comes of it.</param>
internal sealed record Example(string Title, string Code, IReadOnlyList<string> Remarks);
