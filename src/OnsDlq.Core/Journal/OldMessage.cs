namespace OnsDlq.Journal;

/// <summary>A message that may go.</summary>
/// <param name="Id">Its row ID.</param>
/// <param name="History">What is recorded in its row and with it.</param>
internal sealed record OldMessage(long Id, MessageHistory History)
{
    /// <summary>How many records go with it.</summary>
    public ClearedRecords Records => new(History.Attempts.Count, Blocks: History.Block is null ? 0 : 1);
}
