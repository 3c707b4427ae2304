using OnsDlq.Errors;
using OnsDlq.Journal.Tests.Children;
using OnsDlq.Journal.Tests.Samples;

namespace OnsDlq.Journal.Tests.Sqlite;

/// <summary>If a file had two names, two processes could each have their own write-ahead log and not see each other's claims.</summary>
public sealed class SqliteNamesTests : OwnFolder
{
    private readonly List<string> _mounts = [];

    public override ValueTask DisposeAsync()
    {
        foreach (var mount in _mounts)
        {
            using var unmount = System.Diagnostics.Process.Start("umount", ["-l", mount]);
            unmount.WaitForExit();
        }

        return base.DisposeAsync();
    }

    [Theory]
    [InlineData("journal.db")]
    [InlineData("other.db")]
    public async Task A_file_with_a_hard_link_is_opened_by_neither_name(string name)
    {
        await MakeAsync(Folder.File());
        await LinkAsync();

        await AssertRefusedAsync(Folder.File(name));

        File.Delete(Folder.File("other.db"));
        await using var journal = await OpenAsync();
        await journal.CheckAsync(Stop);
    }

    [Fact]
    public async Task A_hard_link_made_while_it_is_open_ends_the_claims()
    {
        await using var journal = await OpenAsync();
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
        await MakeAsync(Folder.File());
        Directory.CreateDirectory(Folder.File("elsewhere"));
        await File.WriteAllBytesAsync(Folder.File(name), [], Stop);
        await BindAsync(Folder.File(), Folder.File(name));

        await AssertRefusedAsync(Folder.File(name));
        await using var journal = await OpenAsync();
        await journal.CheckAsync(Stop);
    }

    [Fact]
    public async Task Another_name_of_the_folder_leads_to_the_same_log()
    {
        var other = Directory.CreateDirectory(Folder.File("other")).FullName;
        var folder = Directory.CreateDirectory(Folder.File("folder")).FullName;
        await BindAsync(folder, other);

        await AssertOneJournalAsync(Path.Combine(folder, "journal.db"), Path.Combine(other, "journal.db"));
    }

    [Fact]
    public async Task A_link_by_name_leads_to_the_same_log()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege on Windows.");
        File.CreateSymbolicLink(Folder.File("link.db"), Folder.File());

        await AssertOneJournalAsync(Folder.File(), Folder.File("link.db"));
    }

    private async Task MakeAsync(string path)
    {
        await using var journal = await OpenAsync(path);
        await journal.BeginRunAsync(Sample.Run with { RunId = "run-0" }, Stop);
    }

    private async Task AssertRefusedAsync(string path)
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
            !OperatingSystem.IsWindows() && await Tool.RunAsync("ln", Folder.File(), Folder.File("other.db")), "This file system has no hard links.");

    private async Task BindAsync(string from, string to)
    {
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess && await Tool.RunAsync("mount", "--bind", from, to), "This user may not mount.");
        _mounts.Add(to);
    }
}
