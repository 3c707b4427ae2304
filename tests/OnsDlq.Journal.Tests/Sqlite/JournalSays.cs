namespace OnsDlq.Journal.Tests.Sqlite;

/// <summary>What an open journal says, as the tests compare it.</summary>
internal static class JournalSays
{
    /// <summary>Why nothing may be sent with it; null where it may.</summary>
    public static async Task<JournalException?> RefusalAsync(IResendJournal journal)
    {
        try
        {
            await journal.CheckAsync(TestContext.Current.CancellationToken);
            return null;
        }
        catch (JournalException refusal)
        {
            return refusal;
        }
    }

    /// <summary>The IDs of all its attempts.</summary>
    public static async Task<SortedSet<string>> AttemptsAsync(IJournalReader journal)
    {
        var ids = new SortedSet<string>(StringComparer.Ordinal);
        await foreach (var attempt in journal.QueryAsync(new(), TestContext.Current.CancellationToken)) ids.Add(attempt.Attempt.AttemptId);
        return ids;
    }
}
