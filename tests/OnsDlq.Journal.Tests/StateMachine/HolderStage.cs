namespace OnsDlq.Journal.Tests.StateMachine;

/// <summary>The step of a holder; it may be suspended or killed at each.</summary>
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
