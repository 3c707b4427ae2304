using System.Text.Json.Nodes;

namespace OnsDlq.EndToEnd.Tests.Module;

/// <summary>Listings on a machine whose clock differs from the service's, by less than the service tolerates.</summary>
public sealed class ClockLagTests : ConnectedSandboxTests
{
    private string Group => Lease.Group("lag");

    [Theory]
    [InlineData(0)]
    [InlineData(60)]
    [InlineData(720)]
    [InlineData(890)]
    [InlineData(-720)]
    public async Task The_first_listing_of_aSession_shows_what_was_stored_up_to_the_services_now(int ahead)
    {
        await AddAsync(ahead);

        var run = await Session.RunAsync($"@(Get-OnsDlqMessage {Group}).Count; @(Get-OnsDlqMessage {Group}).Count");

        Assert.Equal([10, 10], run.OutputAs<int>());
        Assert.Empty(run.Errors);
        Assert.Null(run.Failure);
    }

    [Fact]
    public async Task A_time_that_only_the_services_clock_has_reached_may_be_listed_from()
    {
        await AddAsync(720);
        Session.Set("from", TimeProvider.System.GetUtcNow().AddSeconds(680));

        var run = await Session.RunAsync($"@(Get-OnsDlqMessage {Group} -StartTime $from).Count");

        Assert.Null(run.Failure);
        Assert.Equal([5], run.OutputAs<int>());
    }

    [Fact]
    public async Task Clocks_that_agree_cost_no_call_more()
    {
        await AddAsync(0);
        await Session.RunAsync($"Get-OnsDlqMessage {Group}");

        Assert.Equal(1, (await Lease.CallsOfAsync("OnsDLQMessagePageQueryByGroupId", Cancellation)).Accepted);
    }

    /// <summary>Five dead letters of the last minute on the service's clock, and five of an hour before.</summary>
    private async Task AddAsync(int ahead)
    {
        await Sandbox.PostAsync("clock", new JsonObject { ["offsetSeconds"] = ahead }, Cancellation);
        var now = TimeProvider.System.GetUtcNow().AddSeconds(ahead);
        await Sandbox.AddMessagesAsync("MQ_INST_7_lag", Group, 5, from: now.AddSeconds(-30), to: now.AddSeconds(-5), cancellationToken: Cancellation);
        await Sandbox.AddMessagesAsync("MQ_INST_7_lag", Group, 5, from: now.AddSeconds(-3700), to: now.AddSeconds(-3600), cancellationToken: Cancellation);
    }
}
