namespace OnsDlq.Help;

/// <summary>The help cannot be composed.</summary>
/// <param name="file">The file to correct.</param>
/// <param name="message">What is wrong with it, and what to do.</param>
/// <param name="line">The line in it, from 1; 0 for none.</param>
internal sealed class HelpException(string file, string message, int line = 0) : Exception(message)
{
    /// <summary>The error in the format of MSBuild, so that editors can jump to the line.</summary>
    public string ForTheBuild => line == 0 ? $"{file}: error HELP: {Message}" : $"{file}({line}): error HELP: {Message}";
}
