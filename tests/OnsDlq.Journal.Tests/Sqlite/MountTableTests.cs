using OnsDlq.Journal.Sqlite;

namespace OnsDlq.Journal.Tests.Sqlite;

/// <summary>The mount table, and which mounts are network file systems.</summary>
public sealed class MountTableTests
{
    private const string Table =
        """
        22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
        36 22 0:43 / /mnt/team\040share rw,relatime - nfs4 server:/export rw,vers=4.2
        41 22 0:51 / /mnt/usb rw,nosuid - fuseblk /dev/sdb1 rw
        42 22 0:43 /journal.db /home/kim/journal.db rw - nfs4 server:/export rw,vers=4.2
        43 22 nonsense
        """;

    [Fact]
    public void The_type_of_a_file_system_is_told_by_its_device()
    {
        var table = MountTable.Of(Table);

        Assert.Equal("ext4", table.TypeOf(254UL << 32));
        Assert.Equal("nfs4", table.TypeOf(43));
        Assert.Equal("fuseblk", table.TypeOf(51));
        Assert.Null(table.TypeOf(99));
    }

    [Fact]
    public void What_is_mounted_is_told_by_its_path()
    {
        var table = MountTable.Of(Table);

        Assert.True(table.IsPoint("/mnt/team share"));
        Assert.True(table.IsPoint("/home/kim/journal.db"));
        Assert.False(table.IsPoint("/home/kim"));
    }

    [Fact]
    public void The_folder_for_temporary_files_is_local() => Assert.False(NetworkFileSystem.Is(Path.GetTempPath()));

    [Fact]
    public async Task An_overlay_is_local()
    {
        using var folder = new TestFolder();
        foreach (var name in new[] { "lower", "upper", "work", "merged" }) Directory.CreateDirectory(Path.Combine(folder.Path, name));
        var options = $"lowerdir={folder.File("lower")},upperdir={folder.File("upper")},workdir={folder.File("work")}";
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess
            && await Tool.RunAsync("mount", "-t", "overlay", "overlay", "-o", options, folder.File("merged")),
            "This user may not mount an overlay.");
        try
        {
            await using var journal = (await new SqliteJournalOpener().OpenAsync(
                Path.Combine(folder.File("merged"), "journal.db"), TestContext.Current.CancellationToken)).Journal;
            await journal.CheckAsync(TestContext.Current.CancellationToken);
        }
        finally
        {
            Assert.True(await Tool.RunAsync("umount", "-l", folder.File("merged")));
        }
    }
}
