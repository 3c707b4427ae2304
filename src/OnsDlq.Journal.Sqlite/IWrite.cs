namespace OnsDlq.Journal.Sqlite;

/// <summary>A write of the commit queue, whatever it gives.</summary>
internal interface IWrite
{
    /// <summary>Whether something is lost with it that matters.</summary>
    bool Counts { get; }

    /// <summary>Whether it wants no transaction around it.</summary>
    bool IsAlone { get; }

    /// <summary>Takes the write up; false where it was cancelled before.</summary>
    bool TakeUp();

    /// <summary>Does it, within the transaction that is open; may be done again after a rollback.</summary>
    void Execute(JournalConnection connection);

    /// <summary>Tells its caller that it is durable.</summary>
    void Succeed();

    /// <summary>Tells its caller that it did not happen.</summary>
    void Fail(Exception exception);
}
