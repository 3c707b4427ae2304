using OnsDlq.TestKit.Consoles;

namespace OnsDlq.EndToEnd.Tests.Shell;

/// <summary>The built shell.</summary>
internal static class ShellConsole
{
    /// <summary>The shell in the configuration that the tests were built in.</summary>
    public static ConsoleProgram Program { get; } = new(Path.Combine(
        ConsoleProgram.RepositoryRoot, "src", "OnsDlq.Shell", "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0", "OnsDlq.Shell.dll"));
}
