using System.Management.Automation;
using System.Reflection;

namespace OnsDlq.Shell.CommandLine;

/// <summary>The texts about the shell itself.</summary>
internal static class Usage
{
    /// <summary>How the shell is called.</summary>
    public const string Text = """
        OnsDlq Shell: PowerShell with the OnsDlq module, for machines that have .NET but no pwsh.

          OnsDlq.Shell                          a prompt
          OnsDlq.Shell rehearse                 watch a resend from listing to proof, against a local sandbox
          OnsDlq.Shell -Command <text>          run the text; "-" reads it from standard input
          OnsDlq.Shell [-File] <path> [args]    run the script with its arguments

        Options, before the above:
          -NonInteractive   never ask: whatever would prompt fails instead
          -NoLogo           no greeting
          -Version          the versions
          -Help             this text

        Exit codes: the script's own; 0 or 1 for -Command by the success of its last command; 64 for a wrong
        command line; 70 where the module cannot be loaded; 129, 130, 143 when stopped by a signal.
        """;

    /// <summary>The shell's version, which is the module's.</summary>
    public static string Version { get; } =
        typeof(Usage).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0";

    /// <summary>The versions in one line.</summary>
    public static string VersionLine { get; } =
        $"OnsDlq Shell {Version} (PowerShell {EngineVersion()}, .NET {Environment.Version})";

    private static string EngineVersion() =>
        typeof(PSObject).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split([' ', '+'])[0]
        ?? "unknown";
}
