namespace OnsDlq.Journal.Sqlite;

/// <summary>Opens SQLite journals. The location is a path.</summary>
internal sealed class SqliteJournalOpener : IJournalOpener
{
    /// <inheritdoc/>
    public Task<OpenedJournal> OpenAsync(string location, CancellationToken cancellationToken)
    {
        var file = new JournalFile(location);
        file.Prepare();
        var writer = file.Connect();
        try
        {
            var isNew = JournalSchema.Upgrade(writer, file.Path);
            return Task.FromResult(new OpenedJournal(new SqliteJournal(file, writer, file.Connect()), isNew));
        }
        catch (Microsoft.Data.Sqlite.SqliteException exception)
        {
            writer.Dispose();
            throw file.Fault(exception);
        }
        catch
        {
            writer.Dispose();
            throw;
        }
    }
}
