using System.Text.Json.Nodes;
using OnsDlq.TestKit.ModuleHost;

namespace OnsDlq.EndToEnd.Tests.Module;

/// <summary>The filters of Get-OnsDlqMessage, and Measure-OnsDlqMessage, with the staged module.</summary>
public sealed class ChosenMessageTests : ConnectedSandboxTests
{
    private const string Instance = "MQ_INST_1";


    private string Group => Lease.Group("chosen");

    [Fact]
    public async Task What_fits_is_listed_and_only_its_bodies_are_read()
    {
        await AddAsync(300, "orders", "paid", "order-1 customer-7");
        await AddAsync(100, "orders", "refund", "order-2");
        await AddAsync(50, "stock", null, null);

        var run = await Session.RunAsync(
            $"""
            @(Get-OnsDlqMessage {Group} -Topic ord*).Count
            @(Get-OnsDlqMessage {Group} -Topic orders -Tag REFUND, none).Count
            @(Get-OnsDlqMessage {Group} -Key customer-?).Count
            @(Get-OnsDlqMessage {Group} -Tag '' -Key '').Count
            @(Get-OnsDlqMessage {Group} -Tag refund -First 3 -IncludeBody | Where-Object BodyVerified).Count
            """);

        RunAssert.NoErrorsOrWarnings(run);
        Assert.Equal([400, 100, 300, 50, 3], run.OutputAs<int>());
        Assert.Equal(3, (await Lease.CallsOfAsync("OnsMessageDetail", Cancellation)).Accepted);
    }

    [Fact]
    public async Task A_message_that_came_back_is_one_with_two_entries_in_its_second_round()
    {
        await AddAsync(2, "orders", "paid", null, comesBack: true);
        await AddAsync(3, "orders", "refund", null);
        await Session.RunAsync($"$null = Get-OnsDlqMessage {Group} -Tag paid | Invoke-OnsDlqResend -Confirm:$false");
        await Sandbox.MoveClockAsync(TimeSpan.FromSeconds(120), Cancellation);
        // This machine's clock was not changed: the second listing knows the service's clock from the first.
        await Session.RunAsync($"$null = Get-OnsDlqMessage {Group}");

        var run = await Session.RunAsync(
            $"""
            @(Get-OnsDlqMessage {Group}).Count
            Get-OnsDlqMessage {Group} -Unique | ForEach-Object EntryCount
            Get-OnsDlqMessage {Group} -Unique -MinRound 2 -Pending | ForEach-Object Round
            (Get-OnsDlqMessage {Group} -MinRound 2 | Measure-OnsDlqMessage Tag).HighestRound
            """);

        RunAssert.NoErrorsOrWarnings(run);
        Assert.Equal([7, 1, 1, 1, 2, 2, 2, 2, 2], run.OutputAs<int>());
    }

    [Fact]
    public async Task All_that_is_listed_is_counted()
    {
        await AddAsync(6000, "orders", "paid", null);
        await AddAsync(3000, "orders", "refund", null);
        await AddAsync(1000, "stock", null, null);

        var run = await Session.RunAsync(
            $$"""
            $all = Get-OnsDlqMessage {{Group}} -RequestsPerSecond 1000
            $all | Measure-OnsDlqMessage | ForEach-Object { $_.Name + ' ' + $_.Count + ' ' + $_.Share }
            $hours = $all | Measure-OnsDlqMessage Hour
            $total = 0; $hours | ForEach-Object { $total += $_.Count }; $total
            $hours.Count -in 24, 25
            """);

        RunAssert.NoErrorsOrWarnings(run);
        Assert.Equal(["orders, paid 6000 0.6", "orders, refund 3000 0.3", "stock, (none) 1000 0.1", "10000", "True"], run.Output.Select(one => one.ToString()));
    }

    private Task<IReadOnlyList<string>> AddAsync(int count, string topic, string? tag, string? keys, bool comesBack = false) => Sandbox.AddMessagesAsync(
        new JsonObject
        {
            ["instanceId"] = Instance,
            ["groupId"] = Group,
            ["topic"] = topic,
            ["count"] = count,
            ["tag"] = tag ?? "",
            ["keys"] = keys ?? "",
            ["consumer"] = comesBack ? "fail" : "succeed",
            ["returnAfterSeconds"] = 60,
            ["to"] = TimeProvider.System.GetUtcNow().AddMinutes(-10).ToString("O"),
        },
        Cancellation);
}
