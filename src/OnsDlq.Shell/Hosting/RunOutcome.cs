namespace OnsDlq.Shell.Hosting;

/// <summary>How a text or script ended.</summary>
internal enum RunOutcome
{
    /// <summary>The last command succeeded, as <c>$?</c> says.</summary>
    Succeeded,

    /// <summary>It ran to its end, but the last command failed, as <c>$?</c> says.</summary>
    Failed,

    /// <summary>A terminating error ended it.</summary>
    Broken,

    /// <summary>It was stopped by Ctrl+C or a signal.</summary>
    Stopped,
}
