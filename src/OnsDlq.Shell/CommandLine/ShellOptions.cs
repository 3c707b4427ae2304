namespace OnsDlq.Shell.CommandLine;

/// <summary>What one command line asks for.</summary>
/// <param name="Mode">What to do.</param>
internal sealed record ShellOptions(ShellMode Mode)
{
    /// <summary>The text to run, or the path of the script as it was given.</summary>
    public string Text { get; init; } = string.Empty;

    /// <summary>The words behind the script's path.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Nobody is there to answer: whatever asks fails.</summary>
    public bool NonInteractive { get; init; }

    /// <summary>Leave out the lines that greet.</summary>
    public bool NoLogo { get; init; }
}
