using OnsDlq.Errors;
using OnsDlq.Journal;
using OnsDlq.TestKit.Journal;

namespace OnsDlq.Core.Tests.Connection;

public sealed class ConnectionJournalTests : IAsyncDisposable
{
    private readonly HookedJournal _kept = new(new MemoryJournal());
    private readonly MemoryJournalOpener _opener;

    public ConnectionJournalTests() => _opener = new MemoryJournalOpener(_kept);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _kept.DisposeAsync();

    [Fact]
    public async Task Nothing_is_opened_before_it_is_used()
    {
        using var journal = _opener.Connect();

        Assert.Equal("memory", journal.Location);
        Assert.Equal(0, _opener.Opened);
        (await journal.OpenAsync(Cancel)).Dispose();
        Assert.Equal(1, _opener.Opened);
    }

    [Fact]
    public async Task It_stays_open_from_use_to_use_until_the_connection_is_closed()
    {
        var journal = _opener.Connect();
        (await journal.OpenAsync(Cancel)).Dispose();
        (await journal.OpenAsync(Cancel)).Dispose();
        await journal.ClosedAsync();
        Assert.Equal(1, _opener.Opened);
        Assert.False(_kept.IsDisposed);

        journal.Dispose();
        await journal.ClosedAsync();
        Assert.True(_kept.IsDisposed);
    }

    [Fact]
    public async Task Between_commands_it_is_closed()
    {
        using var journal = _opener.Connect();
        using (journal.Visit())
        {
            (await journal.OpenAsync(Cancel)).Dispose();
            using (var other = journal.Visit()) other.Dispose();
            Assert.Same(_kept, await journal.OpenPaceAsync(Cancel));
            await journal.ClosedAsync();
            Assert.False(_kept.IsDisposed);
        }

        await journal.ClosedAsync();
        Assert.True(_kept.IsDisposed);
        Assert.Equal(1, _opener.Opened);

        using (journal.Visit()) (await journal.OpenAsync(Cancel)).Dispose();
        Assert.Equal(2, _opener.Opened);
    }

    [Fact]
    public async Task A_command_under_way_keeps_it_open_when_the_connection_is_closed()
    {
        var journal = _opener.Connect();
        var handle = await journal.OpenAsync(Cancel);

        journal.Dispose();
        journal.Dispose();
        await journal.ClosedAsync();
        Assert.False(_kept.IsDisposed);

        handle.Dispose();
        await journal.ClosedAsync();
        Assert.True(_kept.IsDisposed);
    }

    [Fact]
    public async Task A_closed_connection_holds_nothing_open()
    {
        var journal = _opener.Connect();
        journal.Dispose();

        (await journal.OpenAsync(Cancel)).Dispose();

        await journal.ClosedAsync();
        Assert.True(_kept.IsDisposed);
    }

    [Fact]
    public async Task One_that_does_not_exist_is_not_made_for_a_reader()
    {
        _opener.Exists = false;
        using var journal = _opener.Connect();

        Assert.Null(await journal.OpenExistingAsync(Cancel));
        Assert.Null(await journal.OpenPaceAsync(Cancel));
        Assert.Equal(0, _opener.Opened);

        using var handle = await journal.OpenAsync(Cancel);
        Assert.True(handle.IsNew);
        using var read = await journal.OpenExistingAsync(Cancel);
        Assert.Same(handle.Journal, read!.Journal);
    }

    [Fact]
    public async Task The_pace_is_kept_in_it_where_it_exists()
    {
        using var journal = _opener.Connect();

        Assert.Same(_kept, await journal.OpenPaceAsync(Cancel));
        Assert.Same(_kept, await journal.OpenPaceAsync(Cancel));
        Assert.Equal(1, _opener.Opened);
    }

    [Fact]
    public async Task The_pace_of_a_closed_connection_opens_nothing()
    {
        var journal = _opener.Connect();
        journal.Dispose();

        Assert.Null(await journal.OpenPaceAsync(Cancel));
        Assert.Equal(0, _opener.Opened);
    }

    [Fact]
    public async Task A_fault_is_that_of_whoever_meets_it()
    {
        _opener.Fault = new JournalException(ErrorId.JournalCorrupt, "memory", "damaged");
        using var journal = _opener.Connect();

        await Assert.ThrowsAsync<JournalException>(() => journal.OpenAsync(Cancel));
        _opener.Fault = null;
        (await journal.OpenAsync(Cancel)).Dispose();
    }
}
