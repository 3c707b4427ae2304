namespace OnsDlq.Help.Prose;

/// <summary>A related link.</summary>
/// <param name="Text">The command, the about topic, or the title of the page.</param>
/// <param name="Address">The address; null for a command or an about topic.</param>
/// <param name="Line">The line of the file that names it.</param>
internal sealed record Link(string Text, string? Address, int Line);
