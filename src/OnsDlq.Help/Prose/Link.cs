namespace OnsDlq.Help.Prose;

/// <summary>What to read next.</summary>
/// <param name="Text">The command, the about topic, or what stands at the address.</param>
/// <param name="Address">The address; null for a command or an about topic.</param>
/// <param name="Line">The line of the file that names it.</param>
internal sealed record Link(string Text, string? Address, int Line);
