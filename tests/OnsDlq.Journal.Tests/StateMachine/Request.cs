namespace OnsDlq.Journal.Tests.StateMachine;

/// <summary>One HTTP request of an attempt, and what really happens to it.</summary>
internal sealed class Request(string attemptId, DateTimeOffset signedAt)
{
    public string AttemptId { get; } = attemptId;

    public DateTimeOffset SignedAt { get; } = signedAt;

    public RequestState State { get; set; }
}
