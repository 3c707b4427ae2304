namespace OnsDlq.Operations;

/// <summary>The state of a search for traces.</summary>
internal enum TraceState
{
    /// <summary>It has not ended, or the service says something else of it that is not documented.</summary>
    Working,

    /// <summary>It has ended.</summary>
    Finished,

    /// <summary>The service has thrown its result away: it has to be begun again.</summary>
    Removed,
}
