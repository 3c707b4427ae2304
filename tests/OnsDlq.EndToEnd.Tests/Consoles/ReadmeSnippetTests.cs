using System.Text.Json;
using System.Text.RegularExpressions;
using OnsDlq.EndToEnd.Tests.Shared;
using OnsDlq.TestKit.Consoles;

namespace OnsDlq.EndToEnd.Tests.Consoles;

/// <summary>The examples of README, word for word and in their order, in the demo and in one real pwsh.</summary>
public sealed partial class ReadmeSnippetTests
{
    private static readonly string Readme = Path.Combine(ConsoleProgram.RepositoryRoot, "README.md");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_example_that_needs_no_account_works_in_the_demo_as_it_stands()
    {
        var folder = Directory.CreateTempSubdirectory("onsdlq-snippets-");
        try
        {
            var told = await RunAsync(folder.FullName);
            var run = told.Where(one => one.NotRun.Length == 0).ToArray();
            TestContext.Current.TestOutputHelper?.WriteLine($"{run.Length} statements were run, {told.Length - run.Length} were not.");

            // No block and no statement drops out unnoticed.
            Assert.Equal(Enumerable.Range(1, Blocks().Count(await File.ReadAllTextAsync(Readme, Cancel))), told.Select(one => one.Block).Distinct());
            Assert.Equal(
                [
                    "Connect-OnsDlq", "Register-PSResourceRepository", "Publish-PSResource", "Install-PSResource", "Connect-OnsDlq", "Connect-OnsDlq", "resend.ps1",
                    "$task", "Register-ScheduledTask", "alert.ps1", "aliyun",
                ],
                told.Where(one => one.NotRun.Length > 0).Select(one => one.Text.Split(' ')[0]));
            Assert.True(run.Length >= 37, $"Only {run.Length} statements were found: is a block not marked as powershell?");

            // The demo loses one request, once.
            Assert.Equal(["ResendOutcomeUnknown,OnsDlq.Commands.InvokeOnsDlqResendCommand"], run.SelectMany(one => one.Errors));
            Assert.All(run.Where(one => !Silent().IsMatch(one.Text)), one => Assert.True(one.Emitted > 0, $"Shows nothing: {one.Text}"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task What_is_typed_in_PowerShell_is_marked_as_PowerShell()
    {
        var rest = Blocks().Replace(await File.ReadAllTextAsync(Readme, Cancel), "");

        Assert.DoesNotContain(
            rest.Split('\n'), line => line.StartsWith("    ", StringComparison.Ordinal) && CommandAtStart().IsMatch(line));
    }

    private static async Task<Told[]> RunAsync(string folder)
    {
        var modules = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ConsoleProgram.StagedManifest)!, ".."));
        var script = Path.Combine(ConsoleProgram.RepositoryRoot, "tests", "OnsDlq.EndToEnd.Tests", "Consoles", "ReadmeSnippets.ps1");
        var run = await SharedProcesses.RunScriptAsync(
            $"""
            $env:PSModulePath = '{modules}' + [IO.Path]::PathSeparator + $env:PSModulePath
            Set-Location -LiteralPath '{folder}'
            $null = Start-OnsDlqSandbox
            . '{script}' '{Readme}'
            """,
            Cancel);
        Assert.Equal("", run.Errors);
        return [.. run.Lines.Where(line => line.StartsWith("{\"Block\"", StringComparison.Ordinal)).Select(line => JsonSerializer.Deserialize<Told>(line)!)];
    }

    /// <summary>What the script tells of a statement.</summary>
    private sealed record Told(int Block, string Text, string NotRun, int Emitted, string[] Errors);

    [GeneratedRegex(@"^```powershell\r?\n.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Blocks();

    // Statements that emit nothing: they assign, export, import, stop, write a file, or show what would be sent.
    [GeneratedRegex(@"^\$|-WhatIf$|\| Export-|^Import-Module|^Stop-|> \S+$")]
    private static partial Regex Silent();

    [GeneratedRegex(@"^\s*(\$\w+ = )?\w+-OnsDlq")]
    private static partial Regex CommandAtStart();
}
