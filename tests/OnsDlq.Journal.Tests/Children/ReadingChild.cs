using OnsDlq.Journal.Sqlite;

namespace OnsDlq.Journal.Tests.Children;

/// <summary>A process that reads all attempts, writes each to a separate line, and then "end"; or the error that occurred.</summary>
internal static class ReadingChild
{
    public const string Read = "read";

    public static async Task RunAsync(string path)
    {
        try
        {
            using var reader = await new SqliteJournalOpener().OpenReaderAsync(path, CancellationToken.None);
            await foreach (var attempt in reader!.QueryAsync(new(), CancellationToken.None)) Console.Out.WriteLine(attempt.Attempt.AttemptId);
            Console.Out.WriteLine("end");
        }
        catch (JournalException exception)
        {
            Console.Out.WriteLine(exception.Id);
        }
    }
}
