using OnsDlq.Errors;
using OnsDlq.Journal;
using OnsDlq.Messages;
using OnsDlq.TestKit.Journal;
using OnsDlq.TestKit.ModuleHost;
using OnsDlq.TestKit.Services;
using OnsDlq.Tests.Discovery;

namespace OnsDlq.Tests.Commands;

/// <summary>Get-OnsDlqMessage -Unique and -MinRound, with and without the other filters.</summary>
public sealed class UniqueMessageTests : IAsyncDisposable
{
    private static readonly DateTimeOffset Start = TimeProvider.System.GetUtcNow().AddHours(-5);

    // M1 has three entries, M2 one, M3 two.
    private static readonly DeadLetter[] Letters =
        [Message("M1", 0), Message("M3", 1), Message("M1", 2), Message("M2", 3), Message("M1", 4), Message("M3", 5)];

    private readonly HookedJournal _journal = new(new MemoryJournal());
    private readonly MemoryJournalOpener _opener;

    public UniqueMessageTests() => _opener = new MemoryJournalOpener(_journal);

    public ValueTask DisposeAsync() => _journal.DisposeAsync();

    [Fact]
    public async Task Each_message_is_its_newest_entry_with_their_number_oldest_first()
    {
        var run = await ListAsync("-Unique");

        Assert.Equal([("M2", 1, 3), ("M1", 3, 4), ("M3", 2, 5)], run.OutputAs<DeadLetter>().Select(one => (one.MsgId, one.EntryCount!.Value, Minute(one))));
        Assert.Empty(run.Errors);
        Assert.Empty(run.Warnings);
    }

    [Fact]
    public async Task Without_it_every_entry_is_listed_and_none_counted()
    {
        var run = await ListAsync("");

        Assert.Equal(6, run.Output.Count);
        Assert.All(run.OutputAs<DeadLetter>(), one => Assert.Null(one.EntryCount));
    }

    [Fact]
    public async Task Entries_that_come_in_another_order_give_the_same()
    {
        var run = await ListAsync("-Unique", [.. Letters.Reverse()]);

        Assert.Equal([("M2", 1, 3), ("M1", 3, 4), ("M3", 2, 5)], run.OutputAs<DeadLetter>().Select(one => (one.MsgId, one.EntryCount!.Value, Minute(one))));
    }

    [Fact]
    public async Task Messages_of_several_groups_stay_apart()
    {
        using var session = new CommandSession([.. CommandSession.Recent(2), .. CommandSession.Recent(2, "GID_b")]);

        var run = await session.RunAsync("'GID_a', 'GID_b' | ForEach-Object { [pscustomobject]@{ GroupId = $_ } } | Get-OnsDlqMessage -Unique -Connection $c");

        Assert.Equal(
            ["GID_a M1 1", "GID_a M2 1", "GID_b M1 1", "GID_b M2 1"], run.OutputAs<DeadLetter>().Select(one => $"{one.GroupId} {one.MsgId} {one.EntryCount}"));
    }

    [Fact]
    public async Task None_is_shown_where_a_call_failed_because_a_newer_one_may_be_missing()
    {
        using var session = new CommandSession(CommandSession.Recent(120));
        session.Client.Before = (call, _) => call == "page 2" ? throw PagedClient.Failure(ErrorId.TimedOut) : Task.CompletedTask;

        var run = await session.RunAsync("Get-OnsDlqMessage GID_a -Unique -Connection $c");

        Assert.Null(run.Failure);
        Assert.Equal(["TimedOut"], run.ErrorIds);
        Assert.Empty(run.Output);
    }

    [Theory]
    [InlineData("-Unique -First 2", "M2 M1")]
    [InlineData("-Unique -MinRound 2", "M1")]
    [InlineData("-Unique -Pending", "M2 M1")]
    [InlineData("-Unique -Pending -MinRound 2", "M1")]
    [InlineData("-Unique -Pending -First 1", "M2")]
    [InlineData("-Unique -Tag t1 -Pending", "M1")]
    [InlineData("-MinRound 2", "M1")]
    [InlineData("-MinRound 1 -First 4", "M1 M3 M1 M2")]
    [InlineData("-MinRound 3", "")]
    public async Task It_goes_together_with_what_the_journal_tells(string parameters, string expected)
    {
        // M1 came back once after its resend, M3 did not.
        await ResendAsync("M1", minute: 3);
        await ResendAsync("M3", minute: 30);

        var run = await ListAsync(parameters);

        RunAssert.NoErrorsOrWarnings(run);
        Assert.Equal(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries), run.OutputAs<DeadLetter>().Select(one => one.MsgId));
    }

    [Fact]
    public async Task The_number_of_entries_counts_those_of_earlier_rounds_too()
    {
        await ResendAsync("M1", minute: 3);

        var letter = Assert.Single((await ListAsync("-Unique -MinRound 2 -Pending")).OutputAs<DeadLetter>());

        Assert.Equal((2, 3, 4), (letter.Round, letter.EntryCount, Minute(letter)));
    }

    [Theory]
    [InlineData("-MinRound 1", 6, 0)]
    [InlineData("-MinRound 2", 0, 1)]
    [InlineData("-MinRound 2 -Unique", 0, 1)]
    public async Task Without_a_journal_nothing_has_come_back_and_one_warning_says_why(string parameters, int shown, int warnings)
    {
        _opener.Exists = false;

        var run = await ListAsync(parameters);

        Assert.Equal(shown, run.Output.Count);
        Assert.Equal(warnings, run.Warnings.Count);
        Assert.All(run.Warnings, warning => Assert.Contains("there is no journal at", warning, StringComparison.Ordinal));
        Assert.Equal((0, false), (_opener.Opened, _opener.Exists));
    }

    [Fact]
    public async Task A_least_round_by_a_journal_that_cannot_be_read_ends_the_command()
    {
        _opener.Fault = new JournalException(ErrorId.JournalLocked, "memory", "It is locked.");

        var run = await ListAsync("-MinRound 2");

        Assert.Equal("JournalLocked", run.TerminatingErrorId);
        Assert.Equal("memory", run.TerminatingError!.TargetObject);
        Assert.Empty(run.Output);
        Assert.Empty(run.Errors);
    }

    [Fact]
    public async Task Bodies_are_read_of_those_that_are_shown_and_of_no_other()
    {
        using var session = new DiscoverySession("MQ_INST_1", Letters);

        var run = await session.RunAsync("Get-OnsDlqMessage GID_a -Unique -Tag t1, t3 -First 1 -IncludeBody -Connection $c");

        Assert.Equal(["M1"], run.OutputAs<DeadLetter>().Select(one => one.BodyText));
        Assert.Equal(["MQ_INST_1/orders/M1"], session.Bodies.Asked);
    }

    private static DeadLetter Message(string msgId, int minute) =>
        new(msgId, "GID_a", "MQ_INST_1", "cn-hangzhou", Start.AddMinutes(minute).ToUnixTimeMilliseconds()) { Topic = "orders", Tag = "t" + msgId[1..] };

    private static int Minute(DeadLetter letter) => (int)Math.Round((letter.StoreTime - Start).TotalMinutes);

    private Task ResendAsync(string msgId, int minute) =>
        RecordedResend.MakeAsync(_journal, Message(msgId, 0), ResendStatus.Accepted, Start.AddMinutes(minute));

    private async Task<ModuleRun> ListAsync(string parameters, DeadLetter[]? letters = null)
    {
        using var session = new CommandSession(_opener.Connect(), letters ?? Letters);
        return await session.RunAsync($"Get-OnsDlqMessage GID_a {parameters} -Connection $c");
    }
}
