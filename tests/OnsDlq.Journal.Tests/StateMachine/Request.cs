namespace OnsDlq.Journal.Tests.StateMachine;

/// <summary>One HTTP request of an attempt, as it really fares.</summary>
internal sealed class Request(string attemptId, DateTimeOffset signedAt)
{
    public string AttemptId { get; } = attemptId;

    public DateTimeOffset SignedAt { get; } = signedAt;

    public RequestState State { get; set; }
}
