namespace OnsDlq.Journal;

/// <summary>
/// A journal that was opened to be read and nothing else: that takes no right to write, waits for nobody who writes, and leaves nothing
/// where the journal lies.
/// </summary>
internal interface IOpenedReader : IJournalReader, IDisposable
{
    /// <summary>Why nothing is sent with it, so that what it tells may not be all; null where nothing stands against that.</summary>
    string? Trouble => null;
}
