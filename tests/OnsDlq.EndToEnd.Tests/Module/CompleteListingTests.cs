using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;
using System.Text.Json.Nodes;
using OnsDlq.TestKit.ModuleHost;

namespace OnsDlq.EndToEnd.Tests.Module;

/// <summary>Get-OnsDlqMessage of the staged module, on queues that have more entries than one listing of the service shows.</summary>
public sealed class CompleteListingTests : LeasedSandboxTests
{
    private const string Action = "OnsDLQMessagePageQueryByGroupId";
    private const string Instance = "MQ_INST_1";

    private DateTimeOffset _now;

    private string Group => Lease.Group("complete");

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _now = (await Sandbox.GetAsync("health", Cancellation)).GetProperty("now").GetDateTimeOffset();
    }

    [Fact]
    public async Task A_hundred_thousand_in_bursts_and_evenly_are_the_sandbox_s_own_one_by_one()
    {
        await AddAsync(60_000, minutesAgo: 70 * 60, TimeSpan.FromHours(69));
        await AddAsync(25_000, minutesAgo: 40 * 60, TimeSpan.FromSeconds(1));
        await AddAsync(2_400, minutesAgo: 30 * 60, TimeSpan.Zero);
        for (var burst = 0; burst < 6; burst++) await AddAsync(2_100, minutesAgo: 600 - burst, TimeSpan.FromSeconds(10));
        var watch = Stopwatch.StartNew();

        var run = await ListAsync();

        TestContext.Current.TestOutputHelper!.WriteLine($"{watch.Elapsed.TotalSeconds:0.0} s, {await CallsAsync()} calls");
        RunAssert.NoErrorsOrWarnings(run);
        Assert.Equal(100_000, run.Output.Count);
        Assert.Equal(await StoredAsync(), Listed(run));
        Assert.InRange(await CallsAsync(), 2000, 2600);
    }

    [Theory]
    [InlineData("{'shortBy':7}")]
    [InlineData("{'shortBy':25,'order':'newestFirst','none':'list'}")]
    [InlineData("{'forgetEvery':61}")]
    [InlineData("{'forgetEvery':61,'unknownTask':'renew','shortBy':3}")]
    [InlineData("{'forgetEvery':5}")]
    [InlineData("{'emptyEvery':9}")]
    [InlineData("{'emptyEvery':31,'shortBy':3,'order':'newestFirst'}")]
    public async Task Short_pages_and_tasks_that_are_forgotten_neither_lose_an_entry_nor_repeat_one(string listing)
    {
        await AddAsync(4_000, minutesAgo: 70 * 60, TimeSpan.FromHours(69));
        await AddAsync(4_000, minutesAgo: 10 * 60, TimeSpan.FromSeconds(2));
        await Sandbox.PostAsync("listing", JsonNode.Parse(listing.Replace('\'', '"'))!, Cancellation);

        var run = await ListAsync();

        RunAssert.NoErrorsOrWarnings(run);
        var times = run.Output.Select(item => (long)item.Properties["StoreTimestamp"].Value).ToList();
        Assert.Equal(times.Order(), times);

        // Entries of the same ms come in the service's order, which here may be the newest first.
        Assert.Equal((await StoredAsync()).Order(StringComparer.Ordinal), Listed(run).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task More_in_one_ms_than_the_service_shows_is_an_error_that_names_it_and_all_else_is_listed()
    {
        await AddAsync(100, minutesAgo: 120, TimeSpan.FromMinutes(10));
        await AddAsync(2_600, minutesAgo: 60, TimeSpan.Zero);
        await AddAsync(100, minutesAgo: 30, TimeSpan.FromMinutes(10));

        var run = await ListAsync();

        Assert.Null(run.Failure);
        var stored = await StoredAsync();
        Assert.Equal([.. stored.Take(2600), .. stored.TakeLast(100)], Listed(run));
        var error = Assert.Single(run.Errors);
        Assert.Equal(["IncompleteListing"], run.ErrorIds);
        Assert.Equal(ErrorCategory.LimitsExceeded, error.CategoryInfo.Category);
        Assert.Equal(Group, error.TargetObject);
        Assert.NotEmpty(error.ErrorDetails.RecommendedAction);
        var at = _now.AddMinutes(-60).ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss.fff zzz", CultureInfo.InvariantCulture);
        Assert.Contains($"50 of 52 pages were listed of what was stored from {at} to {at}", error.ErrorDetails.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{'none':'list'}")]
    [InlineData("{'none':'error'}")]
    public async Task A_range_that_has_none_gives_nothing_and_no_error(string listing)
    {
        await AddAsync(3_000, minutesAgo: 60, TimeSpan.FromSeconds(10));
        await Sandbox.PostAsync("listing", JsonNode.Parse(listing.Replace('\'', '"'))!, Cancellation);

        var run = await ListAsync("-EndTime ([datetime]::Now.AddHours(-2))");

        RunAssert.NoErrorsOrWarnings(run);
        Assert.Empty(run.Output);
        Assert.Equal(1, await CallsAsync());
    }

    [Fact]
    public async Task The_first_few_of_very_many_cost_two_calls()
    {
        await AddAsync(1_000_000, minutesAgo: 70 * 60, TimeSpan.FromHours(69));

        var run = await ListAsync("-First 10");

        RunAssert.NoErrorsOrWarnings(run);
        Assert.Equal(10, run.Output.Count);
        Assert.Equal(2, await CallsAsync());
    }

    private async Task AddAsync(int count, int minutesAgo, TimeSpan within)
    {
        var from = _now.AddMinutes(-minutesAgo);
        await Sandbox.AddMessagesAsync(Instance, Group, count, from: from, to: from + within, cancellationToken: Cancellation);
    }

    private Task<ModuleRun> ListAsync(string parameters = "") => Session.RunAsync(
        $"Connect-OnsDlq $region -Endpoint $endpoint -Credential $key\nGet-OnsDlqMessage {Group} -RequestsPerSecond 1000000 {parameters}");

    private async Task<int> CallsAsync()
    {
        var calls = await Lease.CallsOfAsync(Action, Cancellation);
        return calls.Accepted + calls.Refused;
    }

    /// <summary>The entries of the queue according to the sandbox, by store time, each with all its properties.</summary>
    private async Task<IReadOnlyList<string>> StoredAsync() =>
    [
        .. (await Sandbox.GetAsync($"messages?groupId={Group}", Cancellation)).GetProperty("messages").EnumerateArray().Select(entry => Line(
            entry.GetProperty("msgId").GetString(), entry.GetProperty("storeTimestamp").GetInt64(), entry.GetProperty("topic").GetString(),
            entry.GetProperty("reconsumeTimes").GetInt32(), entry.GetProperty("storeSize").GetInt32(), entry.GetProperty("bodyCrc").GetInt32())),
    ];

    private static IReadOnlyList<string> Listed(ModuleRun run) => [.. run.Output.Select(item => LineOf(item.BaseObject))];

    private static string LineOf(dynamic letter) =>
        Line(letter.MsgId, letter.StoreTimestamp, letter.Topic, letter.ReconsumeTimes, letter.StoreSize, letter.BodyCrc);

    private static string Line(string? msgId, long storeTimestamp, string? topic, int? reconsumeTimes, int? storeSize, int? bodyCrc) =>
        string.Create(CultureInfo.InvariantCulture, $"{msgId} {storeTimestamp} {topic} {reconsumeTimes} {storeSize} {bodyCrc}");
}
