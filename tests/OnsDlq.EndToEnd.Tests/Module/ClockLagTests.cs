using System.Text.Json.Nodes;
using OnsDlq.EndToEnd.Tests.Shared;
using OnsDlq.TestKit.ModuleHost;
using OnsDlq.TestKit.Sandbox;

namespace OnsDlq.EndToEnd.Tests.Module;

/// <summary>Listings from a machine whose clock is not the service's, by less than the service tolerates.</summary>
public sealed class ClockLagTests : IAsyncLifetime
{

    private readonly ModuleSession _session = StagedModule.Open();
    private readonly string _folder = Directory.CreateTempSubdirectory("onsdlq-lag-").FullName;
    private SandboxLease _lease = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private SandboxProcess Sandbox => _lease.Sandbox;

    private string Group => _lease.Group("lag");

    public async ValueTask InitializeAsync()
    {
        _lease = await (await SharedProcesses.CurrentAsync()).Sandboxes.LeaseAsync(cancellationToken: Cancellation);
        _session.SetSandbox(Sandbox);
        _session.Set("journal", Path.Combine(_folder, "journal.db"));
        await _session.RunAsync("Connect-OnsDlq $region -Endpoint $endpoint -Credential $key -Journal $journal", Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await _session.RunAsync("Disconnect-OnsDlq", CancellationToken.None);
        _session.Dispose();
        await _lease.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(60)]
    [InlineData(720)]
    [InlineData(890)]
    [InlineData(-720)]
    public async Task The_first_listing_of_a_session_shows_what_was_stored_up_to_the_services_now(int ahead)
    {
        await AddAsync(ahead);

        var run = await _session.RunAsync($"@(Get-OnsDlqMessage {Group}).Count; @(Get-OnsDlqMessage {Group}).Count", Cancellation);

        Assert.Equal([10, 10], run.OutputAs<int>());
        Assert.Empty(run.Errors);
        Assert.Null(run.Failure);
    }

    [Fact]
    public async Task A_time_that_only_the_services_clock_has_reached_may_be_listed_from()
    {
        await AddAsync(720);
        _session.Set("from", TimeProvider.System.GetUtcNow().AddSeconds(680));

        var run = await _session.RunAsync($"@(Get-OnsDlqMessage {Group} -StartTime $from).Count", Cancellation);

        Assert.Null(run.Failure);
        Assert.Equal([5], run.OutputAs<int>());
    }

    [Fact]
    public async Task Clocks_that_agree_cost_no_call_more()
    {
        await AddAsync(0);
        await _session.RunAsync($"Get-OnsDlqMessage {Group}", Cancellation);

        Assert.Equal(1, (await _lease.CallsOfAsync("OnsDLQMessagePageQueryByGroupId", Cancellation)).Accepted);
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
