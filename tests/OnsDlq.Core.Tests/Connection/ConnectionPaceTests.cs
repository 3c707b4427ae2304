using OnsDlq.Connection;
using OnsDlq.Core.Tests.Transport;
using OnsDlq.Errors;
using OnsDlq.Journal;
using OnsDlq.Operations;
using OnsDlq.Pace;
using OnsDlq.Signing;
using OnsDlq.TestKit.Journal;
using OnsDlq.Transport;

namespace OnsDlq.Core.Tests.Connection;

/// <summary>Where the state of a connection's rate limiter is stored.</summary>
public sealed class ConnectionPaceTests
{
    private static readonly PaceKey Key = new("testid", "127.0.0.1:1", GetByIdCodec.Action);

    private readonly NoWaitTime _time = new();
    private readonly List<string> _notices = [];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_is_kept_in_the_journal()
    {
        await using var journal = new MemoryJournal();

        await CallAsync(new MemoryJournalOpener(journal));

        // The call had time slots a hundred seconds apart, so the next one is in the future.
        var now = _time.GetUtcNow();
        Assert.True(await journal.TakeSlotsAsync(Key, 1, TimeSpan.FromSeconds(100), now, Cancel) > now);
        Assert.Empty(_notices);
    }

    [Fact]
    public async Task No_journal_is_made_for_it()
    {
        await using var journal = new MemoryJournal();
        var opener = new MemoryJournalOpener(journal) { Exists = false };

        await CallAsync(opener);

        Assert.Equal(0, opener.Opened);
        Assert.Empty(_notices);
    }

    [Fact]
    public async Task A_journal_that_cannot_be_used_is_told_of_and_fails_no_call()
    {
        await using var journal = new MemoryJournal();
        var opener = new MemoryJournalOpener(journal) { Fault = new JournalException(ErrorId.JournalLocked, "memory", "It is locked.") };

        await CallAsync(opener);

        Assert.NotEmpty(_notices);
        Assert.All(_notices, notice => Assert.Equal("The pace is not shared with other processes for now. It is locked.", notice));
    }

    // No server listens there: the call fails for this reason only, after its tries.
    private async Task CallAsync(MemoryJournalOpener opener)
    {
        using var connection = ConnectionFactory.Create(new ConnectionOptions
        {
            RegionId = "cn-hangzhou",
            Endpoint = "http://127.0.0.1:1",
            Credentials = new FixedCredentials(),
            Journal = opener.Connect(),
            Time = _time,
            Nonces = new RandomNonceSource(),
            Jitter = () => 0,
        });
        var context = new CallContext { RequestsPerSecond = 0.01, Notice = _notices.Add, TryTimeout = NoWaitTime.Never };
        var error = await Assert.ThrowsAsync<ServiceException>(() => connection.Client.GetByIdAsync("GID_a", "A1", null, context, Cancel));
        Assert.Equal((ErrorId.ServiceUnreachable, RetryRule.MostTries), (error.Id, error.Tries));
    }
}
