using System.Management.Automation;
using OnsDlq.Errors;
using OnsDlq.Messages;
using OnsDlq.TestKit.Journal;
using OnsDlq.TestKit.ModuleHost;
using OnsDlq.TestKit.Services;

namespace OnsDlq.Tests.Commands;

/// <summary>Get-OnsDlqMessage -New: what its bookmark has not shown yet, nothing left out.</summary>
public sealed class NewMessageTests : IDisposable
{
    private const string New = "Get-OnsDlqMessage GID_a -New -Bookmark alert -Connection $c";

    private readonly MemoryJournal _memory = new();
    private readonly HookedJournal _journal;
    private readonly MemoryJournalOpener _opener;
    private readonly CommandSession _session;

    public NewMessageTests()
    {
        _journal = new(_memory);
        _opener = new(_journal);
        _session = new(_opener.Connect(), [.. CommandSession.Recent(4), .. CommandSession.Recent(2, "GID_b")]);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _session.Dispose();

    [Fact]
    public async Task The_first_time_all_is_shown_and_then_what_came_since_in_whatever_order()
    {
        Assert.Equal("M1 M2 M3 M4", await ShownAsync());
        Assert.Equal("", await ShownAsync());

        _session.Client.Add(Stored("late", 70), Stored("new", 1));

        Assert.Equal("late new", await ShownAsync());
        Assert.Equal("", await ShownAsync());
    }

    [Fact]
    public async Task Each_name_group_and_set_of_filters_has_a_bookmark_of_its_own()
    {
        _session.Client.Add(Stored("P1", 50, tag: "paid"), Stored("R1", 40, tag: "Refund"));

        Assert.Equal("P1", await ShownAsync(New + " -Tag paid"));
        Assert.Equal("P1 R1", await ShownAsync(New + " -Tag paid, refund"));
        Assert.Equal("", await ShownAsync(New + " -Tag REFUND, Paid, paid"));
        Assert.Equal("P1 R1", await ShownAsync(New + " -Tag ?*"));
        Assert.Equal("M1 M2 M3 M4 P1 R1", await ShownAsync());
        Assert.Equal("", await ShownAsync(New.Replace("alert", "Alert", StringComparison.Ordinal)));
        Assert.Equal("M1 M2 M3 M4 P1 R1", await ShownAsync("Get-OnsDlqMessage GID_a -New -Connection $c"));
        Assert.Equal("M1 M2", await ShownAsync(New.Replace("GID_a", "GID_b", StringComparison.Ordinal)));
        Assert.Contains(
            await _memory.ReadBookmarksAsync(Cancellation),
            one => one.Key.Name.Equals($"{Environment.UserName}@{Environment.MachineName}", StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData(" | Select-Object -First 3")]
    [InlineData(" | ForEach-Object { if ($_.MsgId -eq 'M4') { throw 'no mail' }; $_ }")]
    [InlineData(" -WhatIf")]
    public async Task Whoever_does_not_take_all_or_only_looks_is_shown_all_again(string rest)
    {
        await _session.RunAsync(New + rest);

        Assert.Empty(await _memory.ReadBookmarksAsync(Cancellation));
        Assert.Equal("M1 M2 M3 M4", await ShownAsync());

        _session.Client.Add(Stored("N1", 3), Stored("N2", 2), Stored("N3", 1), Stored("M4", 1));
        await _session.RunAsync(New + rest);

        Assert.Equal("N1 N2 N3 M4", await ShownAsync());
    }

    [Fact]
    public async Task A_stop_leaves_the_bookmark_where_it_was()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _session.Client.Before = (_, token) => _session.Client.Queries.Count > 1 ? gate.Task.WaitAsync(token) : Task.CompletedTask;
        using var invocation = _session.Start("Get-OnsDlqMessage GID_a, GID_b -New -Bookmark alert -Connection $c");
        await invocation.OutputReachesAsync(4, Cancellation);

        var run = await invocation.StopAsync(Cancellation);

        Assert.True(run.WasStopped);
        Assert.Empty(await _memory.ReadBookmarksAsync(Cancellation));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(50)]
    [InlineData(60)]
    public async Task With_First_call_after_call_shows_every_entry_once(int first)
    {
        // Most lie much further apart than what the bookmark remembers; five are of one moment.
        _session.Client.Add([.. Enumerable.Range(1, 50).Select(number => Stored($"S{number:00}", 7200 - (120 * number)))]);
        _session.Client.Add([.. Enumerable.Range(51, 5).Select(number => Stored($"S{number}", 4000))]);
        var shown = new List<string>();

        for (string text; (text = await ShownAsync($"{New} -First {first}")).Length > 0;) shown.AddRange(text.Split(' '));

        Assert.Equal(59, shown.Count);
        Assert.Equal(59, shown.Distinct().Count());
    }

    [Fact]
    public async Task First_over_several_groups_moves_only_what_was_shown()
    {
        const string Both = "Get-OnsDlqMessage GID_a, GID_b -New -Bookmark alert -Connection $c";

        Assert.Equal("M1 M2 M3 M4", await ShownAsync(Both + " -First 4"));
        Assert.Equal(["GID_a"], (await _memory.ReadBookmarksAsync(Cancellation)).Select(one => one.Key.GroupId));
        Assert.Equal("M1 M2", await ShownAsync(Both));
    }

    [Fact]
    public async Task The_bookmark_of_a_group_that_failed_stays_and_those_of_others_move()
    {
        _session.Client.Alter = page => page.Entries.Count == 2 ? throw PagedClient.Failure(ErrorId.TimedOut) : page;

        var run = await _session.RunAsync("Get-OnsDlqMessage GID_b, GID_a -New -Bookmark alert -Connection $c");

        Assert.Equal(4, run.Output.Count);
        RunAssert.OneError(run, "TimedOut", ErrorCategory.OperationTimeout, "GID_b");
        Assert.Equal(["GID_a"], (await _memory.ReadBookmarksAsync(Cancellation)).Select(one => one.Key.GroupId));
    }

    [Theory]
    [InlineData(ErrorId.PermissionDenied)]
    [InlineData(ErrorId.SignatureRejected)]
    public async Task An_error_that_ends_the_listing_midway_leaves_the_bookmark_though_entries_were_shown(ErrorId id)
    {
        _session.Client.Add([.. Enumerable.Range(1, 200).Select(number => Stored($"S{number}", 30 + number))]);
        var asked = 0;
        _session.Client.Alter = page => page.Entries.Count > 0 && ++asked > 3 ? throw PagedClient.Failure(id) : page;

        var run = await _session.RunAsync(New + " -First 190");

        Assert.InRange(run.Output.Count, 1, 189);
        Assert.Equal([id.ToString()], run.ErrorIds);
        Assert.Empty(await _memory.ReadBookmarksAsync(Cancellation));
    }

    [Fact]
    public async Task A_group_that_is_named_twice_is_shown_once()
    {
        var run = await _session.RunAsync(
            "'GID_a', 'GID_a', 'MQ_INST_1%GID_a' | ForEach-Object { [pscustomobject]@{ GroupId = $_ } } | Get-OnsDlqMessage -New -Connection $c");

        RunAssert.NoErrors(run);
        Assert.Equal(4, run.Output.Count);
    }

    [Fact]
    public async Task Unique_shows_a_message_by_its_newest_entry_once()
    {
        _session.Client.Add(Stored("M2", 5));

        Assert.Equal("M1 M3 M4 M2", await ShownAsync(New + " -Unique"));
        Assert.Equal("", await ShownAsync());
        _session.Client.Add(Stored("M2", 3), Stored("M2", 2));
        var run = await _session.RunAsync(New + " -Unique");

        Assert.Equal(("M2", 2), run.OutputAs<DeadLetter>().Select(one => (one.MsgId, one.EntryCount!.Value)).Single());
    }

    [Fact]
    public async Task Where_another_command_moves_the_bookmark_meanwhile_it_stays_there_and_an_error_says_so()
    {
        _journal.Moving = async key =>
        {
            _journal.Moving = null;
            Assert.True(await _memory.MoveBookmarkAsync(key, 0, DateTimeOffset.UnixEpoch, "", Cancellation));
        };

        var run = await _session.RunAsync(New);

        Assert.Equal(4, run.Output.Count);
        RunAssert.OneError(run, "BookmarkMoved", ErrorCategory.ResourceBusy, "GID_a");
        Assert.Equal(DateTimeOffset.UnixEpoch, Assert.Single(await _memory.ReadBookmarksAsync(Cancellation)).Until);
        Assert.Equal("M1 M2 M3 M4", await ShownAsync());
    }

    [Fact]
    public async Task The_journal_is_made_with_a_warning_but_not_by_a_look()
    {
        _opener.Exists = false;
        await _session.RunAsync(New + " -WhatIf");
        Assert.False(_opener.Exists);

        var run = await _session.RunAsync(New);

        Assert.True(_opener.Exists);
        Assert.Contains("no journal", Assert.Single(run.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_journal_that_can_be_written_nothing_is_listed()
    {
        _opener.Fault = new(ErrorId.JournalUnwritable, "memory", "It may not be written.");

        var run = await _session.RunAsync(New);

        RunAssert.OnlyTerminated(run, "JournalUnwritable", ErrorCategory.WriteError);
        Assert.Empty(_session.Client.Queries);
    }

    [Theory]
    [InlineData("-New -StartTime 2026-01-01", "IncompatibleWithNew", "StartTime")]
    [InlineData("-New -EndTime 2026-01-01", "IncompatibleWithNew", "EndTime")]
    [InlineData("-New -Pending", "IncompatibleWithNew", "Pending")]
    [InlineData("-New -MinRound 2", "IncompatibleWithNew", "MinRound")]
    [InlineData("-New -Unique -First 3", "IncompatibleWithNew", "First")]
    [InlineData("-Bookmark alert", "InvalidBookmark", "alert")]
    [InlineData("-New -Bookmark ' '", "InvalidBookmark", " ")]
    [InlineData("-New -Bookmark \"a`e[1m\"", "InvalidBookmark", "a\u001b[1m")]
    public async Task What_does_not_go_together_is_refused_before_anything_is_called(string parameters, string id, string target)
    {
        var run = await _session.RunAsync($"Get-OnsDlqMessage GID_a {parameters} -Connection $c");

        RunAssert.Terminated(run, id, ErrorCategory.InvalidArgument, target);
        Assert.Empty(_session.Client.Queries);
        Assert.Empty(await _memory.ReadBookmarksAsync(Cancellation));
    }

    [Theory]
    [InlineData("-New M1", "PositionalParameterNotFound")]
    [InlineData("-New -MsgId M1", "AmbiguousParameterSet")]
    [InlineData("-New -Path ./x.jsonl", "AmbiguousParameterSet")]
    public async Task IDs_and_archives_are_not_new(string parameters, string id)
    {
        var run = await _session.RunAsync($"Get-OnsDlqMessage GID_a {parameters} -Connection $c");

        Assert.Equal(id, run.TerminatingErrorId);
    }

    [Theory]
    [InlineData("Get-OnsDlqMessage -Connection $c -New -Bookmark ", "alert mail")]
    [InlineData("Get-OnsDlqMessage GID_b -Connection $c -New -Bookmark ", "mail")]
    [InlineData("Get-OnsDlqMessage GID_* -Connection $c -New -Bookmark al", "alert")]
    public async Task The_names_of_bookmarks_are_completed(string typed, string offered)
    {
        await ShownAsync();
        await ShownAsync("Get-OnsDlqMessage GID_a, GID_b -New -Bookmark mail -Connection $c");
        _session.Set("typed", typed);

        var run = await _session.RunAsync(
            "(TabExpansion2 $typed $typed.Length).CompletionMatches | Where-Object ResultType -EQ ParameterValue | ForEach-Object CompletionText");

        Assert.Equal(offered, string.Join(' ', run.OutputAs<string>()));
    }

    // The entry of a message that was stored some seconds ago.
    private static DeadLetter Stored(string msgId, double secondsAgo, string? tag = null) =>
        new(msgId, "GID_a", "MQ_INST_1", "cn-hangzhou", TimeProvider.System.GetUtcNow().AddSeconds(-secondsAgo).ToUnixTimeMilliseconds()) { Tag = tag };

    private async Task<string> ShownAsync(string command = New)
    {
        var run = await _session.RunAsync(command);
        RunAssert.NoErrors(run);
        return string.Join(' ', run.OutputAs<DeadLetter>().Select(one => one.MsgId));
    }
}
