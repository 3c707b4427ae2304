using System.Diagnostics;
using System.Reflection;

namespace OnsDlq.TestKit.Consoles;

/// <summary>A PowerShell console in a separate process, with no personal settings and keys in its environment.</summary>
/// <param name="assembly">The assembly that <c>dotnet</c> runs.</param>
public sealed class ConsoleProgram(string assembly)
{
    /// <summary>A console that hangs is killed after this time; no test takes so long, even on a slow machine.</summary>
    public static readonly TimeSpan Guard = TimeSpan.FromMinutes(4);

    /// <summary>
    /// The real pwsh, with machine code as users have it. The tool's own program is a shim that starts this assembly in a child, where no
    /// signal to the shim arrives; so the tests start the assembly itself.
    /// </summary>
    public static ConsoleProgram Pwsh { get; } = new(Path.Combine(Metadata("PowerShell"), "pwsh.dll"));

    /// <summary>The folder into which a restore unpacks packages.</summary>
    public static string Packages { get; } = Metadata("Packages");

    /// <summary>Pester's manifest.</summary>
    public static string PesterManifest { get; } = Path.Combine(Packages, "pester", Metadata("PesterVersion"), "tools", "Pester.psd1");

    /// <summary>The manifest of the module that the build has staged.</summary>
    public static string StagedManifest { get; } = Path.Combine(Metadata("StagedModule"), "OnsDlq.psd1");

    /// <summary>The folder of the repository that the tests were built in.</summary>
    public static string RepositoryRoot { get; } = Metadata("RepositoryRoot");

    /// <summary>The assembly.</summary>
    public string Assembly => assembly;

    /// <summary>How to start it, with all its streams redirected.</summary>
    /// <param name="arguments">Its command line.</param>
    /// <param name="environment">Variables of its environment, in addition to the usual ones.</param>
    public ProcessStartInfo StartInfo(IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = Redirected(OperatingSystem.IsWindows() ? ["dotnet", assembly, .. arguments] : [.. DefaultInterrupt, "dotnet", assembly, .. arguments]);
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        return start;
    }

    /// <summary>How to start it on a pseudo-terminal of 80 columns, with <c>script</c> of util-linux.</summary>
    /// <param name="arguments">Its command line, each word quoted if the shell needs it.</param>
    /// <param name="environment">Variables of its environment, in addition to the usual ones.</param>
    public ProcessStartInfo TerminalStartInfo(string arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var command = $"stty cols 80 rows 24; exec {string.Join(' ', DefaultInterrupt)} dotnet '{assembly}' {arguments}";
        var start = Redirected([TerminalMaker, "-qfec", command, "/dev/null"]);
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        return start;
    }

    /// <summary>Whether pseudo-terminals can be created on this machine.</summary>
    public static bool HasTerminals => OperatingSystem.IsLinux() && File.Exists(TerminalMaker);

    /// <summary>Runs it to its end.</summary>
    /// <param name="arguments">Its command line.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <param name="environment">Variables of its environment, in addition to the usual ones.</param>
    /// <param name="input">Its standard input.</param>
    /// <param name="guard">Its time limit, if that is longer than <see cref="Guard"/>.</param>
    /// <exception cref="TimeoutException">It hung, and was ended; the message holds what it wrote.</exception>
    public async Task<ConsoleRun> RunAsync(IEnumerable<string> arguments, CancellationToken cancellationToken,
        IReadOnlyDictionary<string, string>? environment = null, string input = "", TimeSpan? guard = null)
    {
        using var process = Process.Start(StartInfo(arguments, environment))!;
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            await process.StandardInput.WriteAsync(input.AsMemory(), cancellationToken);
            process.StandardInput.Close();
            await process.WaitForExitAsync(cancellationToken).WaitAsync(guard ?? Guard, cancellationToken);
            return new ConsoleRun(process.ExitCode, await output, await errors);
        }
        catch (TimeoutException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"The console did not end within {guard ?? Guard}. It wrote: {await output}{await errors}");
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }

    /// <summary>Runs one script with the staged module imported, to its end, as a scheduled job does: without profile and prompts.</summary>
    /// <param name="script">The script; it is given to <c>-Command</c>.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <param name="environment">Variables of its environment, in addition to the usual ones.</param>
    /// <param name="input">Its standard input.</param>
    public Task<ConsoleRun> RunScriptAsync(string script, CancellationToken cancellationToken,
        IReadOnlyDictionary<string, string>? environment = null, string input = "") =>
        RunAsync(["-NoProfile", "-NonInteractive", "-Command", $"{ImportModule}\n{script}"], cancellationToken, environment, input);

    /// <summary>The command that imports the staged module.</summary>
    public static string ImportModule { get; } = $"Import-Module '{StagedManifest}' -ErrorAction Stop;";

    // A process that was started with SIGINT ignored, as in the background of a script, passes this to its children, and no shell can undo it.
    private static string[] DefaultInterrupt => OperatingSystem.IsLinux() ? ["env", "--default-signal=INT,HUP,TERM"] : ["env"];

    private const string TerminalMaker = "/usr/bin/script";

    private static ProcessStartInfo Redirected(string[] command)
    {
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var name in start.Environment.Keys.Where(IsForeign).ToArray()) start.Environment.Remove(name);
        start.Environment["TERM"] = "xterm-256color";
        start.Environment["ALIBABA_CLOUD_ECS_METADATA_DISABLED"] = "true";
        start.Environment["POWERSHELL_TELEMETRY_OPTOUT"] = "1";
        start.Environment["POWERSHELL_UPDATECHECK"] = "Off";
        return start;
    }

    private static bool IsForeign(string name) =>
        name is "NO_COLOR" or "COLUMNS" or "PSModulePath"
        || name.StartsWith("ONSDLQ_", StringComparison.OrdinalIgnoreCase) || name.StartsWith("ALIBABA_CLOUD_", StringComparison.OrdinalIgnoreCase);

    private static string Metadata(string key) => typeof(ConsoleProgram).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == key).Value!;
}
