namespace OnsDlq.Listing;

/// <summary>A message to look up.</summary>
/// <param name="Groups">The groups in whose queues it is looked for; at least one.</param>
/// <param name="MsgId">Its ID, which may not be valid.</param>
internal sealed record MessageRequest(IReadOnlyList<NamedGroup> Groups, string? MsgId)
{
    /// <summary>Completed when its answer is shown; null where nobody waits for it.</summary>
    public TaskCompletionSource? Shown { get; init; }
}
