namespace OnsDlq.Help.Prose;

/// <summary>A block of a Markdown file.</summary>
/// <param name="Line">Its first line, from 1.</param>
/// <param name="Level">The level of a heading; 0 where it is not a heading.</param>
/// <param name="IsCode">Whether it is a fenced block of code.</param>
/// <param name="Text">
/// The heading, the unchanged code, or the paragraph in one line. An item of a list is a paragraph that begins with a dash.
/// </param>
internal sealed record Block(int Line, int Level, bool IsCode, string Text);
