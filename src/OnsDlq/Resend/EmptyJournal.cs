using OnsDlq.Journal;

namespace OnsDlq.Resend;

/// <summary>Stands for a journal that does not exist yet where it is only asked what would be done: knows of nothing, keeps nothing.</summary>
internal sealed class EmptyJournal(string location) : IResendJournal
{
    /// <inheritdoc/>
    public string Location => location;

    /// <inheritdoc/>
    public Task<IReadOnlyList<MessageHistory>> ReadAsync(IReadOnlyList<MessageKey> keys, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<MessageHistory>>([.. keys.Select(MessageHistory.None)]);

    /// <inheritdoc/>
    public Task<PaceState> ReadPaceAsync(PaceKey key, CancellationToken cancellationToken) => Task.FromResult(PaceState.Free);

    /// <inheritdoc/>
    public IAsyncEnumerable<RecordedAttempt> QueryAsync(AttemptQuery query, CancellationToken cancellationToken) => throw NotThere();

    /// <inheritdoc/>
    public Task BeginRunAsync(ResendRun run, CancellationToken cancellationToken) => throw NotThere();

    /// <inheritdoc/>
    public Task<bool> ClaimAsync(Claim claim, CancellationToken cancellationToken) => throw NotThere();

    /// <inheritdoc/>
    public Task<bool> RenewAsync(string attemptId, DateTimeOffset signedAt, DateTimeOffset leaseUntil, CancellationToken cancellationToken) =>
        throw NotThere();

    /// <inheritdoc/>
    public Task<bool> SettleAsync(string attemptId, AttemptOutcome outcome, long? expectedVersion, CancellationToken cancellationToken) =>
        throw NotThere();

    /// <inheritdoc/>
    public Task BlockAsync(MessageKey key, MessageBlock? block, CancellationToken cancellationToken) => throw NotThere();

    /// <inheritdoc/>
    public Task<DateTimeOffset> TakeSlotsAsync(
        PaceKey key, int count, TimeSpan interval, DateTimeOffset now, CancellationToken cancellationToken) => throw NotThere();

    /// <inheritdoc/>
    public Task<bool> ChangePaceAsync(PaceKey key, PaceState expected, PaceState state, CancellationToken cancellationToken) =>
        throw NotThere();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static InvalidOperationException NotThere() => new("There is no journal: it is only asked what would be done.");
}
