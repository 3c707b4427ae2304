namespace OnsDlq.Journal.Tests.Sqlite;

/// <summary>A folder of one test.</summary>
internal sealed class TestFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("onsdlq journal ");

    public string Path => _folder.FullName;

    public string File(string name = "journal.db") => System.IO.Path.Combine(Path, name);

    public void Dispose() => _folder.Delete(recursive: true);
}
