namespace OnsDlq.Resend;

/// <summary>The place of a message in a canary.</summary>
/// <param name="CanaryId">The canary.</param>
internal sealed record CanaryPlace(string CanaryId)
{
    private readonly TaskCompletionSource<ResendOutcome?> _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes with the message's outcome once that is settled; with null where the canary has all of its messages without it.</summary>
    public Task<ResendOutcome?> Settled => _settled.Task;

    /// <summary>Says what became of the message.</summary>
    public void Settle(ResendOutcome? outcome) => _settled.TrySetResult(outcome);
}
