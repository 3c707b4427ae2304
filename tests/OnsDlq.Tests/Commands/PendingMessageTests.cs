using OnsDlq.Errors;
using OnsDlq.Journal;
using OnsDlq.Messages;
using OnsDlq.TestKit.Journal;
using OnsDlq.TestKit.ModuleHost;

namespace OnsDlq.Tests.Commands;

/// <summary>What Get-OnsDlqMessage shows from the journal, and what it does without a journal.</summary>
public sealed class PendingMessageTests : IAsyncDisposable
{
    private readonly HookedJournal _journal = new(new MemoryJournal());
    private readonly MemoryJournalOpener _opener;
    private readonly DeadLetter[] _letters = CommandSession.Recent(4);

    public PendingMessageTests() => _opener = new MemoryJournalOpener(_journal);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _journal.DisposeAsync();

    [Fact]
    public async Task Each_dead_letter_tells_its_round_and_its_last_resend()
    {
        await ResendAsync(_letters[0], ResendStatus.Accepted);
        await ResendAsync(_letters[1], ResendStatus.Unknown);

        var listed = (await ListAsync("Get-OnsDlqMessage GID_a -Connection $c")).OutputAs<DeadLetter>();

        Assert.Equal([StatusName.Accepted, StatusName.Unknown, null, null], listed.Select(letter => letter.ResendState));
        Assert.All(listed, letter => Assert.Equal(1, letter.Round));
        Assert.Equal([true, true, false, false], listed.Select(letter => letter.LastResendTime is not null));
        Assert.Equal(TimeZoneInfo.Local.GetUtcOffset(listed[0].LastResendTime!.Value), listed[0].LastResendTime!.Value.Offset);
    }

    [Theory]
    [InlineData("Get-OnsDlqMessage GID_a -Connection $c -Pending")]
    [InlineData("Get-OnsDlqMessage GID_a M1,M2,M3,M4 -Connection $c -Pending")]
    public async Task Pending_leaves_out_what_needs_no_decision(string script)
    {
        await ResendAsync(_letters[0], ResendStatus.Accepted);
        await ResendAsync(_letters[1], ResendStatus.Unknown);
        await _journal.BlockAsync(RecordedResend.KeyOf(_letters[2]), new MessageBlock("handled", "ada", _letters[2].StoreTime, null), Cancel);

        var run = await ListAsync(script);

        Assert.Equal(["M2", "M4"], run.OutputAs<DeadLetter>().Select(letter => letter.MsgId));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-Pending")]
    public async Task Where_there_is_no_journal_none_is_made(string parameter)
    {
        _opener.Exists = false;

        var run = await ListAsync($"Get-OnsDlqMessage GID_a -Connection $c {parameter}");

        Assert.Equal(4, run.Output.Count);
        Assert.Empty(run.Warnings);
        Assert.All(run.OutputAs<DeadLetter>(), letter => Assert.Null(letter.Round));
        Assert.Equal((0, false), (_opener.Opened, _opener.Exists));
    }

    [Fact]
    public async Task Listing_writes_nothing()
    {
        await ResendAsync(_letters[0], ResendStatus.Accepted);
        var writes = _journal.Writes;
        var noted = (await _journal.ReadAsync([RecordedResend.KeyOf(_letters[0])], Cancel))[0];

        await ListAsync("Get-OnsDlqMessage GID_a -Connection $c");

        Assert.Equal(writes, _journal.Writes);
        var after = (await _journal.ReadAsync([RecordedResend.KeyOf(_letters[0])], Cancel))[0];
        Assert.Equal((noted.Version, noted.EntriesSeen.Count), (after.Version, after.EntriesSeen.Count));
    }

    [Fact]
    public async Task A_journal_that_cannot_be_read_is_one_warning()
    {
        _journal.Reading = () => throw new JournalException(ErrorId.JournalCorrupt, "memory", "It is damaged.");

        var run = await ListAsync("Get-OnsDlqMessage GID_a -Connection $c; Get-OnsDlqMessage GID_a M1,M2 -Connection $c", CommandSession.Recent(120));

        Assert.Equal(122, run.Output.Count);
        Assert.All(run.OutputAs<DeadLetter>(), letter => Assert.Null(letter.Round));
        Assert.Equal(2, run.Warnings.Count);
        Assert.All(run.Warnings, warning => Assert.Contains("It is damaged.", warning, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Get-OnsDlqMessage GID_a -Connection $c -Pending")]
    [InlineData("Get-OnsDlqMessage GID_a M1,M2 -Connection $c -Pending")]
    public async Task Pending_by_a_journal_that_cannot_be_read_ends_the_command(string script)
    {
        _opener.Fault = new JournalException(ErrorId.JournalLocked, "memory", "It is locked.");

        var run = await ListAsync(script);

        Assert.Equal("JournalLocked", run.TerminatingErrorId);
        Assert.Equal("memory", run.TerminatingError!.TargetObject);
        Assert.Empty(run.Output);
        Assert.Empty(run.Errors);
    }

    private async Task<ModuleRun> ListAsync(string script, DeadLetter[]? letters = null)
    {
        using var session = new CommandSession(_opener.Connect(), letters ?? _letters);
        return await session.RunAsync(script);
    }

    private Task ResendAsync(DeadLetter letter, ResendStatus status) => RecordedResend.MakeAsync(_journal, letter, status, TimeProvider.System.GetUtcNow());
}
