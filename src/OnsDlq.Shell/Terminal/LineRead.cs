namespace OnsDlq.Shell.Terminal;

/// <summary>What became of one line that was asked for.</summary>
/// <param name="Text">The line; null where there is none.</param>
/// <param name="Discarded">Ctrl+C threw the line away; without it, a missing line means the end of the input.</param>
internal readonly record struct LineRead(string? Text, bool Discarded = false);
