using OnsDlq.TestKit.Consoles;
using Xunit.Sdk;

namespace OnsDlq.EndToEnd.Tests.Pester;

/// <summary>The Pester suite, run once, a third of it in each of three processes; each of its tests is a row here.</summary>
public sealed class PesterTests
{
    private const int Processes = 3;

    [Theory(DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(RunSuiteAsync))]
    public void The_module_as_a_user_has_it(PesterRow row) => PesterSuite.Assess(row);

    public static async Task<IEnumerable<TheoryDataRow<PesterRow>>> RunSuiteAsync() =>
        (await PesterSuite.RunAsync(Path.Combine(ConsoleProgram.RepositoryRoot, "tests", "Pester"), Processes, TestContext.Current.CancellationToken))
            .Select(row => new TheoryDataRow<PesterRow>(row) { TestDisplayName = $"Pester: {row}" });

    [Fact]
    public async Task A_test_that_fails_a_file_that_cannot_be_read_and_a_block_that_cannot_begin_each_fail_a_row()
    {
        var folder = Directory.CreateTempSubdirectory("onsdlq-pester-");
        try
        {
            File.Copy(Path.Combine(ConsoleProgram.RepositoryRoot, "tests", "Pester", "Invoke-Suite.ps1"), Path.Combine(folder.FullName, "Invoke-Suite.ps1"));
            const string Begin = "param([string] $Module)\n";
            Write("Good.Tests.ps1", Begin + "Describe good { It passes { 1 | Should -Be 1 }\nIt fails { 1 | Should -Be 2 }\nIt skips -Skip { } }");
            Write("Unreadable.Tests.ps1", Begin + "Describe bad { throw 'cannot be read' }");
            Write("Block.Tests.ps1", Begin + "Describe block { BeforeAll { throw 'cannot begin' }\nIt waits { } }");

            var rows = await PesterSuite.RunAsync(folder.FullName, 1, TestContext.Current.CancellationToken);

            Assert.Equal("Passed", Row("good.passes").Result);
            Assert.Equal(("Failed", true), (Row("good.fails").Result, Row("good.fails").Error.Contains("Expected 2", StringComparison.Ordinal)));
            Assert.Contains("cannot be read", rows.Single(row => row is { File: "Unreadable.Tests.ps1", Result: "Failed" }).Error, StringComparison.Ordinal);
            Assert.Contains(rows, row => row is { File: "Block.Tests.ps1", Result: "Failed" } && row.Error.Contains("cannot begin", StringComparison.Ordinal));
            Assert.DoesNotContain(rows, row => row is { File: "Block.Tests.ps1", Result: "Passed" });
            PesterSuite.Assess(Row("good.passes"));
            Assert.Throws<TrueException>(() => PesterSuite.Assess(Row("good.fails")));
            Assert.Throws<TrueException>(() => PesterSuite.Assess(Row("good.passes") with { Result = "NotRun" }));
            Assert.Equal("Skipped", Row("good.skips").Result);

            PesterRow Row(string name) => rows.Single(row => row.Name == name);
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        void Write(string name, string text) => File.WriteAllText(Path.Combine(folder.FullName, name), text);
    }
}
