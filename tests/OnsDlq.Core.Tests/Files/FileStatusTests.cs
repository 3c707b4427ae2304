using System.Diagnostics;
using OnsDlq.Files;

namespace OnsDlq.Core.Tests.Files;

/// <summary>The status of a file, read without opening the file.</summary>
public sealed class FileStatusTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("onsdlq files ").FullName;

    private string Path => System.IO.Path.Combine(_folder, "ein Ü file");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_file_tells_its_kind_size_and_time_of_change()
    {
        File.WriteAllText(Path, "four");
        var time = new DateTime(2024, 2, 3, 4, 5, 6, DateTimeKind.Utc).AddTicks(1_234_567);
        File.SetLastWriteTimeUtc(Path, time);

        var status = FileStatus.Of(Path)!;

        Assert.Equal((FileKind.Regular, 4, 1u), (status.Kind, status.Size, status.Links));
        Assert.Equal((time - DateTime.UnixEpoch).Ticks * 100, status.ModifiedAt);
        Assert.False(status.IsMountRoot);
    }

    [Fact]
    public void What_is_absent_is_null_and_a_folder_is_not()
    {
        Assert.Null(FileStatus.Of(Path));
        File.WriteAllText(Path, "");
        Assert.Null(FileStatus.Of(System.IO.Path.Combine(Path, "below")));
        Assert.Equal(FileKind.Folder, FileStatus.Of(_folder)!.Kind);
    }

    [Fact]
    public void Two_names_of_one_file_are_the_same_file_and_another_file_is_not()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege on Windows.");
        var (link, other) = (Path + "2", Path + "3");
        File.WriteAllText(Path, "a");
        File.WriteAllText(other, "a");
        File.CreateSymbolicLink(link, Path);
        using (var made = Process.Start("ln", [Path, Path + "4"])!) made.WaitForExit();

        Assert.True(FileStatus.Of(Path)!.IsSameFile(FileStatus.Of(link)!));
        Assert.False(FileStatus.Of(Path)!.IsSameFile(FileStatus.Of(other)!));
        Assert.Equal((2u, 1u), (FileStatus.Of(Path + "4")!.Links, FileStatus.Of(other)!.Links));
    }

    [Fact]
    public void A_pipe_is_told_at_once()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows keeps pipes elsewhere.");
        using (var made = Process.Start("mkfifo", [Path])!) made.WaitForExit();

        Assert.Equal(FileKind.Special, FileStatus.Of(Path)!.Kind);
    }

    [Fact]
    public void What_is_bound_to_a_path_is_told()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux tells.");

        Assert.True(FileStatus.Of("/proc")!.IsMountRoot);
    }
}
