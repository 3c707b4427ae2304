using Microsoft.Data.Sqlite;
using OnsDlq.Journal.Sqlite;

namespace OnsDlq.Journal.Tests.Sqlite;

/// <summary>A folder of one test.</summary>
internal sealed class TestFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("onsdlq journal ");

    public string Path => _folder.FullName;

    public string File(string name = "journal.db") => System.IO.Path.Combine(Path, name);

    /// <summary>Opens the journal in one of its files.</summary>
    public async Task<IResendJournal> OpenJournalAsync(string name = "journal.db") =>
        (await new SqliteJournalOpener().OpenAsync(File(name), TestContext.Current.CancellationToken)).Journal;

    /// <summary>What is in each of its files.</summary>
    public async Task<SortedDictionary<string, string>> ContentsAsync()
    {
        var contents = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(Path))
            contents[file] = Convert.ToBase64String(await System.IO.File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));
        return contents;
    }

    /// <summary>Opens one of its files as any other program does.</summary>
    public SqliteConnection Connect(string name = "journal.db") => OtherProgram.Connect(File(name));

    /// <summary>Runs statements on one of its files as any other program does.</summary>
    public void Run(string sql, string name = "journal.db")
    {
        using var connection = Connect(name);
        connection.Run(sql);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
