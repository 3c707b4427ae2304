using OnsDlq.Errors;
using OnsDlq.Journal;
using OnsDlq.Messages;
using OnsDlq.TestKit.Journal;

namespace OnsDlq.Core.Tests.Journal;

/// <summary>Records are deleted only where it is certain that they are 30 days old, whatever the clock of this machine says.</summary>
public sealed class JournalRetentionTests
{
    private readonly AttemptStage _stage = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private DateTimeOffset Now => _stage.Time.GetUtcNow();

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public async Task Thirty_days_are_measured_to_the_second(int seconds, bool isAllowed)
    {
        Assert.Equal(isAllowed, await AllowsAsync(Now.AddDays(-30).AddSeconds(seconds)));
    }

    [Fact]
    public async Task A_service_whose_clock_is_behind_that_of_this_machine_counts()
    {
        _stage.KnowTime(TimeSpan.FromMinutes(-10));

        Assert.False(await AllowsAsync(Now.AddDays(-30).AddMinutes(-5), isConnected: true));
        Assert.True(await AllowsAsync(Now.AddDays(-30).AddMinutes(-11), isConnected: true));
    }

    [Fact]
    public async Task A_clock_of_this_machine_that_is_behind_counts_though_the_service_is_ahead()
    {
        _stage.KnowTime(TimeSpan.FromMinutes(10));

        Assert.False(await AllowsAsync(Now.AddDays(-30).AddMinutes(5), isConnected: true));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task With_a_clock_that_is_a_year_ahead_nothing_recent_goes_while_the_service_has_not_answered(bool isConnected)
    {
        await _stage.EndedAsync("today", ResendStatus.Accepted);
        var today = Now;
        _stage.Time.Advance(TimeSpan.FromDays(365));

        Assert.False(await AllowsAsync(Now.AddDays(-60), isConnected));
        Assert.False(await AllowsAsync(today.AddDays(-30), isConnected));
        Assert.True(await AllowsAsync(today.AddDays(-31), isConnected));
    }

    [Theory]
    [InlineData(nameof(ResendStatus.Rejected))]
    [InlineData(nameof(ResendStatus.Unknown))]
    public async Task What_the_service_did_not_execute_shows_no_time(string status)
    {
        await _stage.EndedAsync("a1", Enum.Parse<ResendStatus>(status));

        Assert.False(await AllowsAsync(Now.AddDays(-400)));
        _stage.KnowTime();
        Assert.True(await AllowsAsync(Now.AddDays(-400), isConnected: true));
    }

    [Fact]
    public async Task What_a_person_says_shows_no_time()
    {
        await _stage.EndedAsync("a1", ResendStatus.Unknown);
        var version = (await _stage.HistoryAsync()).Version;
        await _stage.Journal.SettleAsync(
            "a1", new() { Status = ResendStatus.Accepted, Source = OutcomeSource.Person, At = Now, By = "kim@box", Reason = "seen" }, version, Stop);

        Assert.False(await AllowsAsync(Now.AddDays(-400)));
    }

    [Fact]
    public async Task A_block_alone_needs_a_time_that_is_certain_too()
    {
        await _stage.Journal.BlockAsync(AttemptStage.Key, new("by hand", "kim@box", Now, Now.AddDays(1)), Stop);

        Assert.False(await AllowsAsync(Now.AddDays(-40)));
    }

    [Fact]
    public async Task A_rehearsal_on_this_machine_proves_no_time_for_others_and_needs_none_for_itself()
    {
        await _stage.EndedAsync("rehearsed", ResendStatus.Accepted, AttemptStage.Key with { Realm = "127.0.0.1:4711" });
        Assert.True(await AllowsAsync(Now.AddDays(-31)));

        await _stage.EndedAsync("real", ResendStatus.Rejected);
        Assert.False(await AllowsAsync(Now.AddDays(-31)));
    }

    private async Task<bool> AllowsAsync(DateTimeOffset before, bool isConnected = false)
    {
        try
        {
            await new JournalRetention(_stage.Journal, _stage.Time, isConnected ? _stage.Clock : null).CheckAsync(before, Stop);
            return true;
        }
        catch (OnsDlqException refusal)
        {
            Assert.Equal(ErrorId.RetentionTooShort, refusal.Id);
            return false;
        }
    }
}
