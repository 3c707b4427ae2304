namespace OnsDlq.Shell.CommandLine;

/// <summary>What the shell is asked to do.</summary>
internal enum ShellMode
{
    /// <summary>Read commands at a prompt until told to leave.</summary>
    Interactive,

    /// <summary>Run one text and leave.</summary>
    Command,

    /// <summary>Run one script file and leave.</summary>
    File,

    /// <summary>Run the commands that standard input holds, without a prompt, and leave.</summary>
    StandardInput,

    /// <summary>Play the rehearsal.</summary>
    Rehearse,

    /// <summary>Print the versions.</summary>
    Version,

    /// <summary>Print how the shell is called.</summary>
    Help,
}
