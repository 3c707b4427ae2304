using System.Management.Automation;
using OnsDlq.Messages;
using OnsDlq.TestKit.Journal;
using OnsDlq.TestKit.ModuleHost;
using OnsDlq.Transport;

namespace OnsDlq.Tests.Commands;

/// <summary>Times as arguments of Get-OnsDlqMessage.</summary>
public sealed class ListedTimeTests
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    private static string Ago(double hours) => $"([datetimeoffset]'{Now.AddHours(-hours):O}')";

    [Theory]
    [InlineData("'2026-01-02T03:04:05Z'")]
    [InlineData("'2026-01-02 03:04:05Z'")]
    [InlineData("'2026-01-02 11:04:05 +08:00'")]
    [InlineData("'2026-01-02T11:04:05+08:00'")]
    [InlineData("([datetime]::new(2026, 1, 2, 3, 4, 5, [DateTimeKind]::Utc))")]
    [InlineData("([datetime]::new(2026, 1, 2, 3, 4, 5, [DateTimeKind]::Utc).ToLocalTime())")]
    [InlineData("([datetimeoffset]'2026-01-02T03:04:05Z')")]
    public async Task A_time_means_the_same_however_it_is_written(string time) =>
        Assert.Equal(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), await BeginOfAsync(time));

    [Theory]
    [InlineData("'2026-01-02 08:00'")]
    [InlineData("'2026-01-02T08:00'")]
    [InlineData("'01/02/2026 08:00:00'")]
    [InlineData("([datetime]'2026-01-02 08:00')")]
    [InlineData("([datetime]::new(2026, 1, 2, 8, 0, 0, [DateTimeKind]::Local))")]
    public async Task A_time_without_offset_is_local(string time) =>
        Assert.Equal(new DateTimeOffset(new DateTime(2026, 1, 2, 8, 0, 0, DateTimeKind.Local)), await BeginOfAsync(time));

    [Theory]
    [InlineData("'2026-01-02T08:00Z'", 8)]
    [InlineData("'2026-01-02T08:00+08:00'", 0)]
    public async Task A_time_may_leave_out_the_seconds(string time, int hour) =>
        Assert.Equal(new DateTimeOffset(2026, 1, 2, hour, 0, 0, TimeSpan.Zero), await BeginOfAsync(time));

    [Fact]
    public async Task A_range_is_told_in_local_time()
    {
        using var session = new CommandSession();

        var run = await session.RunAsync($"Get-OnsDlqMessage GID_a -StartTime {Ago(2)} -Connection $c -Verbose");

        var local = Now.AddHours(-2).ToLocalTime();
        Assert.Contains(
            run.Verbose, line => line.Contains(FormattableString.Invariant($"from {local:yyyy-MM-dd HH:mm:ss.fff zzz} to "), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("-StartTime 2026-01-02 -EndTime 2026-01-01", "after the end time")]
    [InlineData("-StartTime 2126-01-02 -EndTime 2126-01-01", "after the end time")]
    [InlineData("-StartTime 2126-01-02", "in the future")]
    [InlineData("-StartTime 2126-01-02 -EndTime 2126-01-03", "in the future")]
    [InlineData("-StartTime ([datetime]::Now.AddMinutes(30))", "in the future")]
    public async Task A_range_that_cannot_hold_anything_is_a_terminating_error_and_nothing_is_called(string range, string words)
    {
        using var session = new CommandSession(CommandSession.Recent(1));

        var run = await session.RunAsync($"Get-OnsDlqMessage GID_a {range} -Connection $c");

        Assert.Equal("InvalidTimeRange", run.TerminatingErrorId);
        Assert.Equal(ErrorCategory.InvalidArgument, run.TerminatingError!.CategoryInfo.Category);
        Assert.IsType<DateTimeOffset>(run.TerminatingError.TargetObject);
        Assert.Contains(words, run.TerminatingError.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Empty(run.Errors);
        Assert.Empty(session.Client.Queries);
    }

    [Fact]
    public async Task A_range_older_than_anything_kept_is_one_warning_and_is_listed_nevertheless()
    {
        var run = await ListAsync($"-StartTime {Ago(200)} -EndTime {Ago(100)}");

        Assert.Contains("there is nothing left", Assert.Single(run.Warnings), StringComparison.Ordinal);
        Assert.Single(run.Output);
    }

    [Fact]
    public async Task A_range_that_begins_before_anything_kept_is_one_warning()
    {
        var run = await ListAsync($"-StartTime {Ago(200)}");

        var oldest = Now.AddDays(-3).ToLocalTime();
        Assert.Contains(FormattableString.Invariant($"what was stored before {oldest:yyyy-MM-dd HH:}"), Assert.Single(run.Warnings), StringComparison.Ordinal);
        Assert.Equal(2, run.Output.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-StartTime ([datetime]::Now.AddDays(-3).AddMinutes(-10))")]
    [InlineData("-EndTime ([datetime]::Now.AddDays(-2))")]
    [InlineData("-EndTime ([datetime]::Now.AddDays(2))")]
    [InlineData("-StartTime ([datetime]::Now)")]
    public async Task A_range_that_can_hold_something_is_listed_without_a_word(string range) =>
        Assert.Empty((await ListAsync(range)).Warnings);

    [Theory]
    [InlineData(-10)]
    [InlineData(10)]
    public async Task Now_is_past_as_soon_as_either_clock_says_so(int serviceIsAheadByMinutes)
    {
        var clock = new ServiceClock(TimeProvider.System);
        clock.Note(Now.AddMinutes(serviceIsAheadByMinutes), Now, Now);
        using var session = new CommandSession(MemoryJournalOpener.Connect(), clock);
        var later = Now.AddMinutes(Math.Max(0, serviceIsAheadByMinutes));

        var run = await session.RunAsync($"Get-OnsDlqMessage GID_a -StartTime ([datetimeoffset]'{later:O}') -Connection $c");

        Assert.Null(run.Failure);
        Assert.True(Assert.Single(session.Client.Queries).EndTime >= later);
    }

    private static async Task<DateTimeOffset> BeginOfAsync(string time)
    {
        using var session = new CommandSession();

        var run = await session.RunAsync($"Get-OnsDlqMessage GID_a -StartTime {time} -EndTime 2026-01-03T00:00:00Z -Connection $c");

        RunAssert.NoErrors(run);
        return session.Client.Queries[0].BeginTime.ToUniversalTime();
    }

    /// <summary>Lists a queue with an entry of 150 hours ago and one of an hour ago.</summary>
    private static async Task<ModuleRun> ListAsync(string range)
    {
        DeadLetter[] letters = [.. new[] { 150, 1 }.Select(hours => new DeadLetter(
            $"M{hours}", "GID_a", "MQ_INST_1", "cn-hangzhou", Now.AddHours(-hours).ToUnixTimeMilliseconds()))];
        using var session = new CommandSession(letters);
        var run = await session.RunAsync($"Get-OnsDlqMessage GID_a {range} -Connection $c");
        RunAssert.NoErrors(run);
        Assert.NotEmpty(session.Client.Queries);
        return run;
    }
}
