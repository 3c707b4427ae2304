using System.Management.Automation;

namespace OnsDlq.Pipeline;

/// <summary>
/// A line for the person who runs a command. It always goes to the information stream (<c>6&gt;</c>, <c>-InformationVariable</c>), and to the
/// screen where that person sees it.
/// </summary>
internal static class PersonLine
{
    // The engine shows a record with this tag on the screen whatever $InformationPreference says; it is the tag of Write-Host.
    private const string ShownTag = "PSHOST";

    /// <summary>Writes a line, also to the screen where <see cref="IsWatched"/>.</summary>
    public static void Write(PSCmdlet command, string text) => Write(command, text, IsWatched(command));

    /// <summary>Writes a line.</summary>
    /// <param name="command">The command that writes.</param>
    /// <param name="text">The line.</param>
    /// <param name="isShown">Whether it is to be on the screen.</param>
    public static void Write(PSCmdlet command, string text, bool isShown) => command.WriteInformation(text, isShown ? [ShownTag] : []);

    /// <summary>Whether a person sees what the command says: it is the last one of its pipeline, and a person sits at the console.</summary>
    public static bool IsWatched(PSCmdlet command) =>
        command.MyInvocation.PipelinePosition == command.MyInvocation.PipelineLength
        && IsInteractive(command.Host.Name, Console.IsInputRedirected || Console.IsOutputRedirected, Environment.GetCommandLineArgs());

    /// <summary>Whether a host is used by a person.</summary>
    /// <param name="hostName">The host's name.</param>
    /// <param name="isRedirected">Whether the process's input or output is no terminal.</param>
    /// <param name="arguments">The process's command line.</param>
    internal static bool IsInteractive(string hostName, bool isRedirected, IReadOnlyList<string> arguments) =>
        !isRedirected && hostName is not ("ServerRemoteHost" or "Default Host")
        && !arguments.Any(argument => argument.StartsWith("-noni", StringComparison.OrdinalIgnoreCase));
}
