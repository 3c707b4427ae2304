using System.Globalization;
using System.Text.Json.Nodes;

namespace OnsDlq.EndToEnd.Tests.Proof;

/// <summary>Messages that were not listed in the session, for both possible choices of the entry that a look-up shows.</summary>
public sealed class UnlistedTests : IAsyncLifetime
{
    private const int Messages = 3;
    private const string LookUp = "OnsDLQMessageGetById";

    private ProofBench _bench = null!;
    private ProofShell _shell = null!;

    private string Group => _bench.Group("unlisted");

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        _bench = await ProofBench.OpenAsync();
        _shell = await _bench.OpenAsync("unlisted");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _shell.DisposeAsync();
        await _bench.DisposeAsync();
    }

    /// <summary>If a broker's clock is ahead, an entry stored before a resend seems to be stored after it.</summary>
    [Theory]
    [InlineData("newest", References.Ids)]
    [InlineData("oldest", References.Ids)]
    [InlineData("newest", References.Rows)]
    [InlineData("oldest", References.Rows)]
    public async Task An_entry_dated_after_the_resend_that_was_there_before_it_is_not_sent_again(string lookUp, References given)
    {
        await SetAsync("listing", "lookUp", lookUp);
        await SetAsync("clock", "storedAheadSeconds", 60);
        var id = (await _bench.AddAsync(Group, 1))[0];
        await StoreAsync(id, TimeSpan.FromSeconds(55));

        Assert.Equal(["Accepted", "DuplicateInput"], await WhatsAsync(given));
        Assert.DoesNotContain("Accepted", await WhatsAsync(given));
        Assert.DoesNotContain("Accepted", await WhatsAsync(References.Listed));
        Assert.Equal(1, (await _bench.DeliveriesAsync(Group))[id]);
    }

    [Theory]
    [InlineData("newest", "RoundUnclear")]
    [InlineData("oldest", "AlreadyResent")]
    public async Task What_comes_back_within_the_bound_of_all_clocks_is_for_a_person_to_say(string lookUp, string told)
    {
        await SetAsync("listing", "lookUp", lookUp);
        await FailAsync(returnAfterSeconds: 300);
        await AssertToldAsync(References.Ids, "Accepted", 1);
        await _bench.Sandbox.MoveClockAsync(TimeSpan.FromSeconds(400), _bench.Cancellation);

        await AssertToldAsync(References.Ids, told);
        await AssertToldAsync(References.Listed, "RoundUnclear");
        await AssertDeliveredAsync(1);
        await AssertToldAsync(References.Listed, "Accepted", 2, "-Override RoundUnclear -Reason proof");
        await AssertDeliveredAsync(2);
    }

    [Theory]
    [InlineData("newest")]
    [InlineData("oldest")]
    public async Task What_comes_back_later_is_a_new_round_where_it_is_seen(string lookUp)
    {
        await SetAsync("listing", "lookUp", lookUp);
        await _bench.SetClockAsync(TimeSpan.FromSeconds(-700));
        await FailAsync(returnAfterSeconds: 1000);
        await AssertToldAsync(References.Ids, "Accepted", 1);
        await AssertToldAsync(References.Ids, "AlreadyResent");
        await _bench.SetClockAsync(TimeSpan.FromSeconds(600));

        if (lookUp == "oldest") await AssertToldAsync(References.Ids, "AlreadyResent");
        await AssertToldAsync(lookUp == "oldest" ? References.Listed : References.Ids, "Accepted", 2);
        await AssertToldAsync(References.Listed, "AlreadyResent");
        await AssertDeliveredAsync(2);
    }

    /// <summary>One answer has an impossible date: it is not stored, and no command fails because of it.</summary>
    [Theory]
    [InlineData("Mon, 01 Jan 0001 00:00:00 GMT")]
    [InlineData(null)]
    public async Task A_date_that_the_signature_disproves_is_kept_nowhere(string? date)
    {
        await _bench.AddAsync(Group, Messages);
        await _shell.DoAsync($"$entries = @({ProofBench.Listing(Group)})");
        await SetAsync("clock", "date", date ?? TimeProvider.System.GetUtcNow().AddMinutes(20).ToString("R", CultureInfo.InvariantCulture));
        Assert.Equal(Messages, (await _shell.DoAsync($"$entries | {ProofBench.Sending("")}")).Count(told => told.What == "Accepted"));
        await SetAsync("clock", "date", "");

        await AssertToldAsync(References.Listed, "AlreadyResent");
        await AssertToldAsync(References.Ids, "AlreadyResent");
        await AssertDeliveredAsync(1);
    }

    [Fact]
    public async Task Where_no_look_up_is_answered_the_run_stops_itself()
    {
        const int Many = 40;
        await _bench.AddAsync(Group, Many);
        await _shell.DoAsync($"$entries = @({ProofBench.Listing(Group)})");
        await _bench.Sandbox.AddFaultAsync(LookUp, "dropBefore", cancellationToken: _bench.Cancellation);

        var results = await _shell.DoAsync($"$entries | {ProofBench.Sending(Group, "-ThrottleLimit 4", References.Ids)}");

        Assert.True(results.Count == Many, $"{results.Count} results.\n{_shell.Noise}");
        Assert.InRange(results.Count(told => told.What == "Rejected"), 3, 7);
        Assert.All(results, told => Assert.Contains(told.What, new[] { "Rejected", "RunStopped" }));
        Assert.Empty(await _bench.DeliveriesAsync(Group));
    }

    private async Task SetAsync(string path, string name, JsonNode value) =>
        await _bench.Sandbox.PostAsync(path, new JsonObject { [name] = value }, _bench.Cancellation);

    // One more entry of a message.
    private async Task StoreAsync(string id, TimeSpan fromNow) => await _bench.Sandbox.AddMessagesAsync(
        new JsonObject
        {
            ["instanceId"] = ProofBench.Instance,
            ["groupId"] = Group,
            ["topic"] = "orders",
            ["msgId"] = id,
            ["storeTime"] = (TimeProvider.System.GetUtcNow() + fromNow).ToString("o", CultureInfo.InvariantCulture),
        },
        _bench.Cancellation);

    private async Task FailAsync(int returnAfterSeconds)
    {
        await _bench.AddAsync(Group, Messages);
        await _bench.Sandbox.PostAsync(
            "consumers",
            new JsonObject { ["instanceId"] = ProofBench.Instance, ["groupId"] = Group, ["consumer"] = "fail", ["returnAfterSeconds"] = returnAfterSeconds },
            _bench.Cancellation);
    }

    private async Task<string[]> WhatsAsync(References given) =>
        [.. (await _shell.DoAsync(ProofBench.Bulk(Group, given: given))).Select(told => told.What).Order(StringComparer.Ordinal)];

    // If a message has several results, the last one counts.
    private async Task AssertToldAsync(References given, string what, int? round = null, string options = "")
    {
        var results = await _shell.DoAsync(ProofBench.Bulk(Group, options, given));
        var told = results.Where(one => one.What != "DuplicateInput").GroupBy(one => one.MsgId).Select(group => group.Last()).ToArray();
        Assert.True(told.Length == Messages, $"{string.Join('\n', results)}\n{_shell.Noise}");
        Assert.All(told, one => Assert.True(
            one.What == what && (round is null || one.Round == round), $"{one}, expected {what} {round}\n{string.Join('\n', results)}\n{_shell.Noise}"));
    }

    private async Task AssertDeliveredAsync(int times) =>
        Assert.All((await _bench.DeliveriesAsync(Group)).Values, count => Assert.Equal(times, count));
}
