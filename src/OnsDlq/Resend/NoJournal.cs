using OnsDlq.Journal;

namespace OnsDlq.Resend;

/// <summary>Agrees to everything and keeps nothing.</summary>
internal sealed class NoJournal : IResendJournal
{
    public string Location => "";

    public Task BeginRunAsync(ResendRun run, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<IReadOnlyList<MessageHistory>> ReadAsync(IReadOnlyList<MessageKey> keys, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<MessageHistory>>([.. keys.Select(MessageHistory.None)]);

    public Task NoteEntriesAsync(IReadOnlyList<SeenEntry> entries, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<bool> ClaimAsync(Claim claim, CancellationToken cancellationToken) => Task.FromResult(true);

    public Task<bool> RenewAsync(string attemptId, DateTimeOffset signedAt, DateTimeOffset leaseUntil, CancellationToken cancellationToken) =>
        Task.FromResult(true);

    public Task<bool> SettleAsync(string attemptId, AttemptOutcome outcome, long? expectedVersion, CancellationToken cancellationToken) =>
        Task.FromResult(true);

    public Task BlockAsync(MessageKey key, MessageBlock? block, CancellationToken cancellationToken) => Task.CompletedTask;

    public IAsyncEnumerable<RecordedAttempt> QueryAsync(AttemptQuery query, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<DateTimeOffset> TakeSlotsAsync(
        PaceKey key, int count, TimeSpan interval, DateTimeOffset now, CancellationToken cancellationToken) => Task.FromResult(now);

    public Task<PaceState> ReadPaceAsync(PaceKey key, CancellationToken cancellationToken) => Task.FromResult(PaceState.Free);

    public Task<bool> ChangePaceAsync(PaceKey key, PaceState expected, PaceState state, CancellationToken cancellationToken) =>
        Task.FromResult(true);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
