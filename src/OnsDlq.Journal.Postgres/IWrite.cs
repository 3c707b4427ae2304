namespace OnsDlq.Journal.Postgres;

/// <summary>A write that was asked for, without its result type.</summary>
internal interface IWrite
{
    /// <summary>When it was asked for (a time stamp of this machine's clock).</summary>
    long AskedAt { get; }

    /// <summary>Whether an earlier try may have been done: its connection was lost before the answer.</summary>
    bool Again { get; set; }

    /// <summary>Whether it has its result.</summary>
    bool IsDone { get; }

    /// <summary>Takes the write up; false where it was cancelled before. From then on it can no longer be cancelled: it may be done.</summary>
    bool TakeUp();

    /// <summary>Fails it for its caller.</summary>
    void Fail(Exception exception);
}
