using OnsDlq.Errors;
using OnsDlq.Journal;
using OnsDlq.Loading;

namespace OnsDlq.Tests.Loading;

public sealed class JournalLoaderTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("onsdlq loader ");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_module_without_what_keeps_journals_in_PostgreSQL_names_what_is_missing()
    {
        var exception = await OpenAsync("postgresql://kim@db/ops");

        Assert.Equal((ErrorId.JournalUnavailable, "postgresql://kim@db/ops"), (exception.Id, exception.Location));
        Assert.Contains("OnsDlq.Journal.Postgres.dll", exception.Message);
        Assert.Contains("PostgreSQL", exception.Message);
    }

    [Fact]
    public async Task A_module_without_what_keeps_journals_names_what_is_missing()
    {
        var exception = await OpenAsync(Path.Combine(_folder.FullName, "journal.db"));

        Assert.Equal(ErrorId.JournalUnavailable, exception.Id);
        Assert.Contains("OnsDlq.Journal.Sqlite.dll", exception.Message);
    }

    [Fact]
    public async Task A_file_that_is_no_assembly_is_no_journal()
    {
        Directory.CreateDirectory(Path.Combine(_folder.FullName, "sqlite"));
        await File.WriteAllTextAsync(
            Path.Combine(_folder.FullName, "sqlite", "OnsDlq.Journal.Sqlite.dll"), "not an assembly", TestContext.Current.CancellationToken);

        var exception = await OpenAsync(Path.Combine(_folder.FullName, "journal.db"));

        Assert.Equal(ErrorId.JournalUnavailable, exception.Id);
        Assert.False(File.Exists(Path.Combine(_folder.FullName, "journal.db")));
    }

    private async Task<JournalException> OpenAsync(string location) => await Assert.ThrowsAsync<JournalException>(
        () => new JournalLoader(_folder.FullName).OpenAsync(JournalLocation.Parse(location), TestContext.Current.CancellationToken));
}
