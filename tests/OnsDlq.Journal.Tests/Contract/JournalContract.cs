using OnsDlq.Journal.Tests.Samples;
using OnsDlq.Messages;

namespace OnsDlq.Journal.Tests.Contract;

/// <summary>What every journal does, however it stores its data. A new kind needs a class that derives from this one and opens it.</summary>
public abstract partial class JournalContract : IAsyncLifetime
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>The journal under test, with <see cref="Sample.Run"/> begun.</summary>
    private IResendJournal Journal { get; set; } = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        Journal = await OpenAsync(Stop);
        await Journal.BeginRunAsync(Sample.Run, Stop);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Journal.DisposeAsync();
        await CleanUpAsync();
    }

    /// <summary>Opens the test's own storage, which no other test uses; every call returns another journal on the same storage.</summary>
    private protected abstract Task<IResendJournal> OpenAsync(CancellationToken cancellationToken);

    /// <summary>Deletes the test's own storage.</summary>
    private protected virtual ValueTask CleanUpAsync() => ValueTask.CompletedTask;

    private async Task<MessageHistory> ReadAsync(MessageKey key) => Assert.Single(await Journal.ReadAsync([key], Stop));

    private async Task<bool> ClaimAsync(string attemptId, long version, MessageKey? key = null, double at = 0) =>
        await Journal.ClaimAsync(new(key ?? Sample.Key(), version, Sample.Attempt(attemptId, at: at)), Stop);

    private async Task<bool> SettleAsync(
        string attemptId, ResendStatus status, OutcomeSource source = OutcomeSource.Holder, long? version = null, double at = 1) =>
        await Journal.SettleAsync(attemptId, Sample.Outcome(status, at, source), version, Stop);
}
