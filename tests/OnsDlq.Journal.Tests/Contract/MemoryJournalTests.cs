using OnsDlq.TestKit.Journal;

namespace OnsDlq.Journal.Tests.Contract;

/// <summary>The journal in memory keeps the contract.</summary>
public sealed class MemoryJournalTests : JournalContract
{
    private readonly MemoryJournal _journal = new();

    private protected override Task<IResendJournal> OpenAsync(CancellationToken cancellationToken) => Task.FromResult<IResendJournal>(_journal);
}
