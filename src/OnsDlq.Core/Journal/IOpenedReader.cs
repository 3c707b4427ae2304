namespace OnsDlq.Journal;

/// <summary>A journal opened read-only: that needs no permission to write, waits for no writer, and leaves no file beside the journal.</summary>
internal interface IOpenedReader : IJournalReader, IDisposable
{
    /// <summary>Why resends with this journal are refused (it may be incomplete); null where they are not.</summary>
    string? Trouble => null;
}
