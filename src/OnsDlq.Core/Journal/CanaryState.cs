namespace OnsDlq.Journal;

/// <summary>The state of a canary.</summary>
internal enum CanaryState
{
    /// <summary>Its messages are being sent, or nobody knows yet what became of all of them.</summary>
    Open,

    /// <summary>All of its messages were consumed.</summary>
    Passed,

    /// <summary>The consumption of one of its messages failed, or one came back.</summary>
    Failed,

    /// <summary>Its run went on without knowing what became of all of its messages, as its user had said.</summary>
    Inconclusive,
}
