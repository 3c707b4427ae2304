using System.Diagnostics;
using System.Globalization;
using OnsDlq.Benchmarks.Measuring;
using OnsDlq.TestKit.Consoles;

namespace OnsDlq.Benchmarks.Import;

/// <summary>
/// The cost of the module before it does anything, each time in a new real pwsh: <c>Import-Module</c>, in turn with that of a binary module
/// whose only command does nothing, and the time from the start of pwsh to the first dead letter.
/// </summary>
internal static class ImportBenchmark
{
    private const int Rounds = 10;

    private const string EmptyModule =
        """
        $null = New-Item -ItemType Directory -Path 'FOLDER'
        Add-Type -OutputAssembly 'FOLDER/Empty.dll' -TypeDefinition 'using System.Management.Automation; [Cmdlet("Get", "Nothing")] public class GetNothing : PSCmdlet { }'
        New-ModuleManifest 'FOLDER/Empty.psd1' -RootModule Empty.dll -CmdletsToExport Get-Nothing -FunctionsToExport @() -AliasesToExport @() -VariablesToExport @()
        """;

    /// <summary>Measures both.</summary>
    public static async Task RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("onsdlq-bench-");
        try
        {
            var empty = Path.Combine(folder.FullName, "Empty");
            await PwshAsync(EmptyModule.Replace("FOLDER", empty, StringComparison.Ordinal));
            await CompareAsync(Path.Combine(empty, "Empty.psd1"));
            await FirstLetterAsync(Path.Combine(folder.FullName, "journal.db"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task CompareAsync(string emptyManifest)
    {
        var (ours, empty) = (new List<double>(), new List<double>());
        for (var round = 0; round <= Rounds; round++)
        {
            // The first round only fills the machine's caches.
            var pair = (Ours: await ImportAsync(ConsoleProgram.StagedManifest), Empty: await ImportAsync(emptyManifest));
            if (round == 0) continue;
            ours.Add(pair.Ours);
            empty.Add(pair.Empty);
        }

        Figures.Say($"import: {Figures.Median(ours):0} ms ({ours.Min():0} to {ours.Max():0}); an empty binary module {Figures.Median(empty):0} ms ({empty.Min():0} to {empty.Max():0})");
        Figures.Ratio("import", Figures.Median(ours) / Figures.Median(empty));
    }

    private static async Task<double> ImportAsync(string manifest) => double.Parse(
        await PwshAsync($"$watch = [Diagnostics.Stopwatch]::StartNew(); Import-Module '{manifest}' -ErrorAction Stop; $watch.Elapsed.TotalMilliseconds.ToString([cultureinfo]::InvariantCulture)"),
        CultureInfo.InvariantCulture);

    private static async Task FirstLetterAsync(string journal)
    {
        await using var sandbox = await BenchSandbox.StartAsync("off");
        await sandbox.AddMessagesAsync(100);
        var times = new List<double>();
        for (var round = 0; round <= Rounds; round++)
        {
            var watch = Stopwatch.StartNew();
            await PwshAsync(
                $"{ConsoleProgram.ImportModule} Get-OnsDlqMessage {SandboxAddress.Group} -InstanceId {SandboxAddress.Instance} -First 1 | ForEach-Object MsgId",
                sandbox.Address.EnvironmentOf(journal));
            if (round > 0) times.Add(watch.Elapsed.TotalMilliseconds);
        }

        Figures.Say($"first dead letter: {Figures.Median(times):0} ms from the start of pwsh to its end ({times.Min():0} to {times.Max():0})");
    }

    private static async Task<string> PwshAsync(string script, IReadOnlyDictionary<string, string>? environment = null)
    {
        var run = await ConsoleProgram.Pwsh.RunAsync(["-NoProfile", "-NonInteractive", "-Command", script], CancellationToken.None, environment);
        return run is { ExitCode: 0, Errors: "" }
            ? run.Output.Trim()
            : throw new InvalidOperationException($"pwsh ended with {run.ExitCode}: {run.Output}{run.Errors}");
    }
}
