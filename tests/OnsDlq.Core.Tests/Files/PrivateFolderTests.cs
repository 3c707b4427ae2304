using OnsDlq.Files;

namespace OnsDlq.Core.Tests.Files;

/// <summary>Folders that are accessible to the user only.</summary>
public sealed class PrivateFolderTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("onsdlq-private-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Every_folder_that_is_missing_is_made_for_the_user_only_and_one_that_exists_stays_as_it_is()
    {
        if (OperatingSystem.IsWindows()) return;
        var shared = _folder.CreateSubdirectory("shared").FullName;
        File.SetUnixFileMode(shared, (UnixFileMode)0b111_101_101);

        PrivateFolder.Make(Path.Combine(shared, "one", "two", "three"));
        PrivateFolder.Make(Path.Combine(shared, "one", "two", "three"));

        Assert.Equal((UnixFileMode)0b111_101_101, File.GetUnixFileMode(shared));
        foreach (var folder in new[] { "one", Path.Combine("one", "two"), Path.Combine("one", "two", "three") })
            Assert.Equal((UnixFileMode)0b111_000_000, File.GetUnixFileMode(Path.Combine(shared, folder)));
    }
}
