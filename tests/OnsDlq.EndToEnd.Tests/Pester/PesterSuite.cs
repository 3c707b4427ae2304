using System.Text.Json;
using OnsDlq.TestKit.Consoles;

namespace OnsDlq.EndToEnd.Tests.Pester;

/// <summary>One run of a Pester suite in real pwsh.</summary>
internal static class PesterSuite
{
    private static readonly TimeSpan Guard = TimeSpan.FromMinutes(8);

    /// <summary>Runs all files of a folder against the staged module, in several processes in parallel, and returns the rows of the results.</summary>
    /// <param name="folder">A folder with <c>Invoke-Suite.ps1</c> and the files.</param>
    /// <param name="processes">How many processes share the files.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="InvalidOperationException">There are no results; the message holds what pwsh wrote.</exception>
    public static async Task<IReadOnlyList<PesterRow>> RunAsync(string folder, int processes, CancellationToken cancellationToken) =>
    [
        .. (await Task.WhenAll(
            Enumerable.Range(1, processes).Select(part => RunAsync(folder, FormattableString.Invariant($"{part}/{processes}"), cancellationToken))))
            .SelectMany(rows => rows),
    ];

    private static async Task<IReadOnlyList<PesterRow>> RunAsync(string folder, string part, CancellationToken cancellationToken)
    {
        var results = Path.GetTempFileName();
        try
        {
            var run = await ConsoleProgram.Pwsh.RunAsync(
                [
                    "-NoProfile", "-NonInteractive", "-File", Path.Combine(folder, "Invoke-Suite.ps1"),
                    "-Module", Path.GetDirectoryName(ConsoleProgram.StagedManifest)!, "-Pester", ConsoleProgram.PesterManifest, "-ResultPath", results, "-Part", part,
                ],
                cancellationToken, guard: Guard);
            var rows = await File.ReadAllTextAsync(results, cancellationToken);
            return rows.Length > 0 && JsonSerializer.Deserialize<PesterRow[]>(rows) is { Length: > 0 } read
                ? read
                : throw new InvalidOperationException($"Pester ended with exit code {run.ExitCode} and without results. {run.Output}{run.Errors}");
        }
        finally
        {
            File.Delete(results);
        }
    }

    /// <summary>Passes, skips or fails the running test according to Pester's result; a test that was not run has not passed.</summary>
    public static void Assess(PesterRow row)
    {
        Assert.SkipWhen(row.Result == "Skipped", row.Error.Length > 0 ? row.Error : "Skipped by Pester.");
        Assert.True(row.Result == "Passed", $"{row.Result}: {row.Error}");
    }
}
