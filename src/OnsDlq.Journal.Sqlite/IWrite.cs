namespace OnsDlq.Journal.Sqlite;

/// <summary>A write in the commit queue, without its result type.</summary>
internal interface IWrite
{
    /// <summary>Whether losing it would matter.</summary>
    bool Counts { get; }

    /// <summary>Whether it runs outside of a transaction.</summary>
    bool IsAlone { get; }

    /// <summary>Whether it may wait a moment for others that share its commit.</summary>
    bool MayWait { get; }

    /// <summary>Takes the write out of the queue; false where it was cancelled before.</summary>
    bool TakeUp();

    /// <summary>Runs it in the open transaction; may be called again after a rollback.</summary>
    void Execute(JournalConnection connection);

    /// <summary>Completes it for its caller: it is durable.</summary>
    void Succeed();

    /// <summary>Fails it for its caller: it did not happen.</summary>
    void Fail(Exception exception);
}
