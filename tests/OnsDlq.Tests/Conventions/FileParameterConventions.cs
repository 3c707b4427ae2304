using System.Management.Automation;
using System.Text.RegularExpressions;
using OnsDlq.TestKit.ModuleHost;
using OnsDlq.Tests.Journal;

namespace OnsDlq.Tests.Conventions;

/// <summary>Every parameter that names a file is resolved in one way: <c>FilePath.Of</c>.</summary>
public sealed class FileParameterConventions : IDisposable
{
    private readonly JournalSession _session = new();

    /// <summary>Each of them, with a command line that uses it, and the error for a path that means no file.</summary>
    private static readonly FileParameter[] Files =
    [
        new("Backup-OnsDlqJournal -Path", "$path -Connection $c", "BackupFailed", ErrorCategory.WriteError),
        new("Connect-OnsDlq -Journal", "$path -RegionId cn-hangzhou", "InvalidJournal", ErrorCategory.InvalidArgument),
        new("Export-OnsDlqReport -Path", "$path -RunId run-1 -Connection $c", "ReportUnwritable", ErrorCategory.WriteError),
        new("Get-OnsDlqMessage -Path", "$path", "ArchiveNotFound", ErrorCategory.ObjectNotFound),
        new("Move-OnsDlqJournal -Destination", "$path -Connection $c", "InvalidJournal", ErrorCategory.InvalidArgument),
        new("Save-OnsDlqMessage -Path", "$path -InputObject M1 -Connection $c", "ArchiveUnwritable", ErrorCategory.WriteError),
        new("Start-OnsDlqSandbox -Seed", "$path", "SandboxFailed", ErrorCategory.OpenError),
    ];

    public static MatrixTheoryData<string, string> Misplaced => new(
        Files.Select(file => file.Parameter), ["Env:/a.db", "Variable:a.db", "nodrive:/a.db", "a.db", "Microsoft.PowerShell.Core\\Environment::a.db"]);

    public void Dispose() => _session.Dispose();

    [Fact]
    public void A_text_parameter_whose_help_speaks_of_a_file_is_known_here()
    {
        var found = CmdletFacts.All.SelectMany(cmdlet => cmdlet.Parameters
            .Where(parameter => parameter.PropertyType == typeof(string) || parameter.PropertyType == typeof(string[]))
            .Where(parameter => parameter.Name.Contains("Path", StringComparison.Ordinal)
                || Regex.IsMatch(HelpEntry.Of(cmdlet.Name).Description(parameter.Name), @"\bfiles?\b"))
            .Select(parameter => $"{cmdlet.Name} -{parameter.Name}"));

        Assert.Equal(Files.Select(file => file.Parameter), found.Order(StringComparer.Ordinal));
    }

    [Theory, MemberData(nameof(Misplaced))]
    public async Task A_path_that_means_no_file_is_refused_and_is_the_target(string parameter, string path)
    {
        var file = Files.Single(one => one.Parameter == parameter);
        _session.Set("path", path);

        var run = await _session.RunAsync($"Set-Location Env:/; {file.Parameter} {file.Rest}");

        var error = Assert.Single(run.TerminatingError is { } ending ? [ending, .. run.Errors] : run.Errors);
        RunAssert.Record(error, file.Id, file.Category, path);
        Assert.Contains(path.Contains("nodrive", StringComparison.Ordinal) ? "nodrive" : "which has no files", error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    private sealed record FileParameter(string Parameter, string Rest, string Id, ErrorCategory Category);
}
