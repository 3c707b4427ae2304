namespace OnsDlq.Help;

/// <summary>Help that cannot be composed as things stand.</summary>
/// <param name="file">The file to mend.</param>
/// <param name="message">What is wrong with it, and what to do.</param>
/// <param name="line">The line in it, from 1; 0 where it is about no line.</param>
internal sealed class HelpException(string file, string message, int line = 0) : Exception(message)
{
    /// <summary>The failure in the form in which MSBuild and editors find the place.</summary>
    public string ForTheBuild => line == 0 ? $"{file}: error HELP: {Message}" : $"{file}({line}): error HELP: {Message}";
}
