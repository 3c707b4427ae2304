using OnsDlq.Errors;
using OnsDlq.Journal;
using OnsDlq.TestKit.Journal;

namespace OnsDlq.Core.Tests.Journal;

public sealed class JournalPoolTests
{
    private static readonly JournalLocation Here = new(JournalKind.Sqlite, "/here/journal.db");
    private static readonly JournalLocation There = new(JournalKind.Sqlite, "/there/journal.db");

    private readonly List<HookedJournal> _opened = [];
    private readonly JournalPool _journals;
    private Func<Task> _opening = () => Task.CompletedTask;

    public JournalPoolTests() => _journals = new JournalPool(OpenAsync);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task All_users_of_one_location_share_one_journal()
    {
        using var one = await _journals.OpenAsync(Here, Cancel);
        using var two = await _journals.OpenAsync(Here with { IsDefault = true }, Cancel);
        using var other = await _journals.OpenAsync(There, Cancel);

        Assert.Same(one.Journal, two.Journal);
        Assert.NotSame(one.Journal, other.Journal);
        Assert.Equal(2, _opened.Count);
    }

    [Fact]
    public async Task A_journal_is_opened_as_its_next_user_wants_it_not_as_the_first_one_of_the_process_did()
    {
        List<bool> shared = [];
        var journals = new JournalPool((location, token) =>
        {
            shared.Add(location.IsShared);
            return OpenAsync(location, token);
        });
        using (await journals.OpenAsync(Here, Cancel))
        {
        }

        await journals.ClosedAsync(Here);
        using var later = await journals.OpenAsync(Here with { IsShared = true }, Cancel);

        Assert.Equal([false, true], shared);
    }

    [Fact]
    public async Task A_journal_that_others_have_open_is_checked_where_it_is_wanted_for_a_group()
    {
        var checks = 0;
        var journals = new JournalPool(async (location, token) => await OpenAsync(location, token) with
        {
            CheckShared = () =>
            {
                checks++;
                throw new JournalException(ErrorId.JournalNotShared, location.Address, "It is mine.");
            },
        });
        using (var one = await journals.OpenAsync(Here, Cancel))
        {
            var refused = await Assert.ThrowsAsync<JournalException>(() => journals.OpenAsync(Here with { IsShared = true }, Cancel));
            using var two = await journals.OpenAsync(Here, Cancel);
            Assert.Equal(ErrorId.JournalNotShared, refused.Id);
            Assert.Equal(1, checks);
        }

        // The refused user does not keep it open.
        await journals.ClosedAsync(Here);
        Assert.True(Assert.Single(_opened).IsDisposed);
    }

    [Fact]
    public async Task Only_the_first_user_is_told_that_the_journal_is_new()
    {
        using var one = await _journals.OpenAsync(Here, Cancel);
        using var two = await _journals.OpenAsync(Here, Cancel);

        Assert.True(one.IsNew);
        Assert.False(two.IsNew);
    }

    [Fact]
    public async Task Closed_because_the_process_ends_none_is_opened_unless_it_did_not_end()
    {
        var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        (await _journals.OpenAsync(Here, Cancel)).Dispose();
        await _journals.CloseAsync(end.Task);

        var refused = await Assert.ThrowsAsync<JournalException>(() => _journals.OpenAsync(Here, Cancel));
        end.SetResult();
        using var again = await _journals.OpenAsync(Here, Cancel);

        Assert.Equal((ErrorId.JournalUnreachable, Here.Address), (refused.Id, refused.Location));
        Assert.Equal(2, _opened.Count);
    }

    [Fact]
    public async Task One_that_is_being_opened_when_the_process_ends_is_closed_too()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _opening = () => gate.Task;
        var opening = _journals.OpenAsync(Here, Cancel);

        var closing = _journals.CloseAsync(new TaskCompletionSource().Task);
        gate.SetResult();
        using var handle = await opening;
        await closing;

        Assert.True(Assert.Single(_opened).IsDisposed);
    }

    [Fact]
    public async Task Many_users_at_once_open_it_once()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _opening = () => gate.Task;
        var uses = Enumerable.Range(0, 20).Select(_ => Task.Run(() => _journals.OpenAsync(Here, Cancel))).ToArray();

        gate.SetResult();
        foreach (var handle in await Task.WhenAll(uses)) handle.Dispose();

        Assert.Single(_opened);
        await _journals.ClosedAsync(Here);
        Assert.True(_opened[0].IsDisposed);
    }

    [Fact]
    public async Task It_is_closed_with_its_last_user_and_opened_anew_for_the_next()
    {
        var one = await _journals.OpenAsync(Here, Cancel);
        var two = await _journals.OpenAsync(Here, Cancel);
        one.Dispose();
        one.Dispose();
        await _journals.ClosedAsync(Here);
        Assert.False(_opened[0].IsDisposed);

        two.Dispose();
        await _journals.ClosedAsync(Here);
        Assert.True(_opened[0].IsDisposed);

        using var three = await _journals.OpenAsync(Here, Cancel);
        Assert.Equal(2, _opened.Count);
    }

    [Fact]
    public async Task It_is_not_opened_anew_before_it_is_closed()
    {
        var closing = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        (await _journals.OpenAsync(Here, Cancel)).Dispose();
        await _journals.ClosedAsync(Here);
        var held = await _journals.OpenAsync(Here, Cancel);
        _opened[1].Disposing = () => closing.Task;
        held.Dispose();

        var next = _journals.OpenAsync(Here, Cancel);
        Assert.Equal(2, _opened.Count);
        Assert.False(next.IsCompleted);
        closing.SetResult();

        (await next).Dispose();
        Assert.Equal(3, _opened.Count);
    }

    [Fact]
    public async Task A_journal_that_could_not_be_opened_may_be_tried_again()
    {
        _opening = () => throw new JournalException(ErrorId.JournalLocked, Here.Address, "locked");
        var fault = await Assert.ThrowsAsync<JournalException>(() => _journals.OpenAsync(Here, Cancel));
        Assert.Equal(ErrorId.JournalLocked, fault.Id);

        _opening = () => Task.CompletedTask;
        using var handle = await _journals.OpenAsync(Here, Cancel);
        Assert.True(handle.IsNew);
    }

    [Fact]
    public async Task Whoever_gives_up_waiting_keeps_nobody_from_opening_it()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _opening = () => gate.Task;
        using var impatient = new CancellationTokenSource();
        var first = _journals.OpenAsync(Here, Cancel);
        var second = _journals.OpenAsync(Here, impatient.Token);

        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        gate.SetResult();

        using var handle = await first;
        using var third = await _journals.OpenAsync(Here, Cancel);
        Assert.Same(handle.Journal, third.Journal);
    }

    [Fact]
    public async Task A_fault_in_closing_is_nobodys_trouble()
    {
        var handle = await _journals.OpenAsync(Here, Cancel);
        _opened[0].Disposing = () => throw new IOException("gone");
        handle.Dispose();

        await _journals.ClosedAsync(Here);
        using var next = await _journals.OpenAsync(Here, Cancel);
        Assert.Equal(2, _opened.Count);
    }

    private async Task<OpenedJournal> OpenAsync(JournalLocation location, CancellationToken cancellationToken)
    {
        await _opening();
        var journal = new HookedJournal(new MemoryJournal());
        _opened.Add(journal);
        return new OpenedJournal(journal, IsNew: true);
    }
}
