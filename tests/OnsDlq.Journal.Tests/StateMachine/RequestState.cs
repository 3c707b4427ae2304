namespace OnsDlq.Journal.Tests.StateMachine;

/// <summary>How a request fares.</summary>
internal enum RequestState
{
    /// <summary>It may yet be executed.</summary>
    OnTheWay,

    /// <summary>It was executed.</summary>
    Executed,

    /// <summary>It was refused, or never left.</summary>
    Refused,
}
