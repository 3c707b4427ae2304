namespace OnsDlq.Help.Prose;

/// <summary>A block of a Markdown file.</summary>
/// <param name="Line">The line it begins at, from 1.</param>
/// <param name="Level">Of a heading, its level; 0 for what is none.</param>
/// <param name="IsCode">Whether it is a fenced block of code.</param>
/// <param name="Text">The heading, the code as it stands, or the paragraph in one line.
/// An item of a list is a paragraph that begins with a dash.</param>
internal sealed record Block(int Line, int Level, bool IsCode, string Text);
