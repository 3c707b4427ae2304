using OnsDlq.Errors;
using OnsDlq.Journal.Sqlite;
using OnsDlq.Journal.Tests.Children;
using OnsDlq.Journal.Tests.Samples;

namespace OnsDlq.Journal.Tests.Sqlite;

/// <summary>If a file had two names, two processes could each have their own write-ahead log and not see each other's claims.</summary>
public sealed class SqliteNamesTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly List<string> _mounts = [];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        foreach (var mount in _mounts)
        {
            using var unmount = System.Diagnostics.Process.Start("umount", ["-l", mount]);
            unmount.WaitForExit();
        }

        _folder.Dispose();
    }

    [Theory]
    [InlineData("journal.db")]
    [InlineData("other.db")]
    public async Task A_file_with_a_hard_link_is_opened_by_neither_name(string name)
    {
        await MakeAsync(_folder.File());
        await LinkAsync();

        await AssertRefusedAsync(_folder.File(name));

        File.Delete(_folder.File("other.db"));
        await using var journal = await OpenAsync(_folder.File());
        await journal.CheckAsync(Stop);
    }

    [Fact]
    public async Task A_hard_link_made_while_it_is_open_ends_the_claims()
    {
        await using var journal = await OpenAsync(_folder.File());
        await journal.BeginRunAsync(Sample.Run, Stop);
        await LinkAsync();

        foreach (var attempt in new Func<Task>[]
        {
            () => journal.CheckAsync(Stop).AsTask(), () => journal.ClaimAsync(new(Sample.Key(), 0, Sample.Attempt("a1")), Stop),
        })
        {
            Assert.Equal(ErrorId.JournalHasSeveralNames, (await Assert.ThrowsAsync<JournalException>(attempt)).Id);
        }
    }

    [Theory]
    [InlineData("other.db")]
    [InlineData("elsewhere/journal.db")]
    public async Task A_file_that_is_bound_to_another_path_is_not_opened_there(string name)
    {
        await MakeAsync(_folder.File());
        Directory.CreateDirectory(_folder.File("elsewhere"));
        await File.WriteAllBytesAsync(_folder.File(name), [], Stop);
        await BindAsync(_folder.File(), _folder.File(name));

        await AssertRefusedAsync(_folder.File(name));
        await using var journal = await OpenAsync(_folder.File());
        await journal.CheckAsync(Stop);
    }

    [Fact]
    public async Task Another_name_of_the_folder_leads_to_the_same_log()
    {
        var other = Directory.CreateDirectory(_folder.File("other")).FullName;
        var folder = Directory.CreateDirectory(_folder.File("folder")).FullName;
        await BindAsync(folder, other);

        await AssertOneJournalAsync(Path.Combine(folder, "journal.db"), Path.Combine(other, "journal.db"));
    }

    [Fact]
    public async Task A_link_by_name_leads_to_the_same_log()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege on Windows.");
        File.CreateSymbolicLink(_folder.File("link.db"), _folder.File());

        await AssertOneJournalAsync(_folder.File(), _folder.File("link.db"));
    }

    private static async Task<IResendJournal> OpenAsync(string path) => (await new SqliteJournalOpener().OpenAsync(path, Stop)).Journal;

    private static async Task MakeAsync(string path)
    {
        await using var journal = await OpenAsync(path);
        await journal.BeginRunAsync(Sample.Run with { RunId = "run-0" }, Stop);
    }

    private static async Task AssertRefusedAsync(string path)
    {
        var refused = await Assert.ThrowsAsync<JournalException>(() => OpenAsync(path));
        Assert.Equal((ErrorId.JournalHasSeveralNames, path), (refused.Id, refused.Location));
    }

    private static async Task AssertOneJournalAsync(string path, string otherPath)
    {
        var children = await Task.WhenAll(
            ChildProcess.StartAsync(ClaimingChild.Some, path, "one", Stop), ChildProcess.StartAsync(ClaimingChild.Some, otherPath, "two", Stop));
        await Task.WhenAll(children.Select(child => child.BeginAsync()));
        var claimed = (await Task.WhenAll(children.Select(child => child.ReadAllAsync(Stop)))).SelectMany(lines => lines).ToArray();
        foreach (var child in children) child.Dispose();

        Assert.Equal(300, claimed.Length);
    }

    private async Task LinkAsync() =>
        Assert.SkipUnless(
            !OperatingSystem.IsWindows() && await Tool.RunAsync("ln", _folder.File(), _folder.File("other.db")), "This file system has no hard links.");

    private async Task BindAsync(string from, string to)
    {
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess && await Tool.RunAsync("mount", "--bind", from, to), "This user may not mount.");
        _mounts.Add(to);
    }
}
