using OnsDlq.Messages;
using OnsDlq.Pace;

namespace OnsDlq.Journal;

/// <summary>Stands for a journal where it is only asked what would be done: tells what a reader tells, or nothing, and keeps nothing.</summary>
/// <param name="location">Where the journal is, or would be.</param>
/// <param name="reader">Reads it; null where there is none yet.</param>
internal sealed class ReadOnlyJournal(string location, IJournalReader? reader) : IResendJournal
{
    /// <inheritdoc/>
    public string Location => location;

    /// <inheritdoc/>
    public Task<IReadOnlyList<MessageHistory>> ReadAsync(IReadOnlyList<MessageKey> keys, CancellationToken cancellationToken) =>
        reader?.ReadAsync(keys, cancellationToken) ?? Task.FromResult<IReadOnlyList<MessageHistory>>([.. keys.Select(MessageHistory.None)]);

    /// <inheritdoc/>
    public Task<PaceState> ReadPaceAsync(PaceKey key, CancellationToken cancellationToken) => Task.FromResult(PaceState.Free);

    /// <inheritdoc/>
    public ValueTask CheckAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public IAsyncEnumerable<RecordedAttempt> QueryAsync(AttemptQuery query, CancellationToken cancellationToken) =>
        reader?.QueryAsync(query, cancellationToken) ?? throw NotWritten();

    /// <inheritdoc/>
    public Task BeginRunAsync(ResendRun run, CancellationToken cancellationToken) => throw NotWritten();

    /// <inheritdoc/>
    public Task<bool> ClaimAsync(Claim claim, CancellationToken cancellationToken) => throw NotWritten();

    /// <inheritdoc/>
    public Task<bool> RenewAsync(string attemptId, DateTimeOffset signedAt, DateTimeOffset leaseUntil, CancellationToken cancellationToken) =>
        throw NotWritten();

    /// <inheritdoc/>
    public Task<bool> SettleAsync(string attemptId, AttemptOutcome outcome, long? expectedVersion, CancellationToken cancellationToken) =>
        throw NotWritten();

    /// <inheritdoc/>
    public Task BlockAsync(MessageKey key, MessageBlock? block, CancellationToken cancellationToken) => throw NotWritten();

    /// <inheritdoc/>
    public Task<DateTimeOffset> TakeSlotsAsync(
        PaceKey key, int count, TimeSpan interval, DateTimeOffset now, CancellationToken cancellationToken) => throw NotWritten();

    /// <inheritdoc/>
    public Task<bool> ChangePaceAsync(PaceKey key, PaceState expected, PaceState state, CancellationToken cancellationToken) =>
        throw NotWritten();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static InvalidOperationException NotWritten() => new("It is only asked what would be done: nothing is written.");
}
