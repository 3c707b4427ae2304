namespace OnsDlq.Journal.Tests.StateMachine;

/// <summary>The state of a request.</summary>
internal enum RequestState
{
    /// <summary>It may still be executed.</summary>
    OnTheWay,

    /// <summary>It was executed.</summary>
    Executed,

    /// <summary>It was refused, or never left.</summary>
    Refused,
}
