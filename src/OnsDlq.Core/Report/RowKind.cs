namespace OnsDlq.Report;

/// <summary>What an object of a report's input is.</summary>
internal enum RowKind
{
    /// <summary>An entry of a dead-letter queue.</summary>
    DeadLetter,

    /// <summary>What became of a message in a run.</summary>
    Result,

    /// <summary>A resend as the journal keeps it.</summary>
    Attempt,

    /// <summary>What is known of the effect of a resend.</summary>
    Evidence,
}
