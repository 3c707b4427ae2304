namespace OnsDlq.Journal.Tests.StateMachine;

/// <summary>Where a holder stands; it may be suspended or killed at each.</summary>
internal enum HolderStage
{
    Idle,
    Abandoning,
    Decided,
    Claimed,
    Signed,
    Sent,
    Answered,
}
