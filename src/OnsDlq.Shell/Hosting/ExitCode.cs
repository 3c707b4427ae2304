namespace OnsDlq.Shell.Hosting;

/// <summary>The exit codes that are not a script's own; the numbers are those of pwsh and of Unix shells.</summary>
internal static class ExitCode
{
    /// <summary>All went well.</summary>
    public const int Success = 0;

    /// <summary>The last command failed.</summary>
    public const int Failure = 1;

    /// <summary>The command line was wrong.</summary>
    public const int Usage = 64;

    /// <summary>The module could not be loaded.</summary>
    public const int NoModule = 70;

    /// <summary>Stopped by SIGHUP.</summary>
    public const int Hangup = 129;

    /// <summary>Stopped by Ctrl+C.</summary>
    public const int Interrupted = 130;

    /// <summary>Stopped by SIGTERM.</summary>
    public const int Terminated = 143;
}
