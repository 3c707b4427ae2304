using System.Globalization;
using System.Text.Json.Nodes;

namespace OnsDlq.EndToEnd.Tests.Proof;

/// <summary>Messages that were not listed in the session, for both possible choices of the entry that a look-up shows.</summary>
public sealed class UnlistedTests() : RoundProof("unlisted")
{
    private const string LookUp = "OnsDLQMessageGetById";

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
        var id = (await Bench.AddAsync(Group, 1))[0];
        await StoreAsync(id, TimeSpan.FromSeconds(55));

        Assert.Equal(["Accepted", "DuplicateInput"], await WhatsAsync(given));
        Assert.DoesNotContain("Accepted", await WhatsAsync(given));
        Assert.DoesNotContain("Accepted", await WhatsAsync(References.Listed));
        Assert.Equal(1, (await Bench.DeliveriesAsync(Group))[id]);
    }

    [Theory]
    [InlineData("newest", "RoundUnclear")]
    [InlineData("oldest", "AlreadyResent")]
    public async Task What_comes_back_within_the_bound_of_all_clocks_is_for_a_person_to_say(string lookUp, string told)
    {
        await SetAsync("listing", "lookUp", lookUp);
        await FailAsync(returnAfterSeconds: 300);
        await AssertToldAsync("Accepted", 1, given: References.Ids);
        await Bench.Sandbox.MoveClockAsync(TimeSpan.FromSeconds(400), Bench.Cancellation);

        await AssertToldAsync(told, given: References.Ids);
        await AssertToldAsync("RoundUnclear");
        await AssertDeliveredAsync(1);
        await AssertToldAsync("Accepted", 2, "-Override RoundUnclear -Reason proof");
        await AssertDeliveredAsync(2);
    }

    [Theory]
    [InlineData("newest")]
    [InlineData("oldest")]
    public async Task What_comes_back_later_is_a_new_round_where_it_is_seen(string lookUp)
    {
        await SetAsync("listing", "lookUp", lookUp);
        await Bench.SetClockAsync(TimeSpan.FromSeconds(-700));
        await FailAsync(returnAfterSeconds: 1000);
        await AssertToldAsync("Accepted", 1, given: References.Ids);
        await AssertToldAsync("AlreadyResent", given: References.Ids);
        await Bench.SetClockAsync(TimeSpan.FromSeconds(600));

        if (lookUp == "oldest") await AssertToldAsync("AlreadyResent", given: References.Ids);
        await AssertToldAsync("Accepted", 2, given: lookUp == "oldest" ? References.Listed : References.Ids);
        await AssertToldAsync("AlreadyResent");
        await AssertDeliveredAsync(2);
    }

    /// <summary>One answer has an impossible date: it is not stored, and no command fails because of it.</summary>
    [Theory]
    [InlineData("Mon, 01 Jan 0001 00:00:00 GMT")]
    [InlineData(null)]
    public async Task A_date_that_the_signature_disproves_is_kept_nowhere(string? date)
    {
        await Bench.AddAsync(Group, Messages);
        await Shell.DoAsync($"$entries = @({ProofBench.Listing(Group)})");
        await SetAsync("clock", "date", date ?? TimeProvider.System.GetUtcNow().AddMinutes(20).ToString("R", CultureInfo.InvariantCulture));
        Assert.Equal(Messages, (await Shell.DoAsync($"$entries | {ProofBench.Sending("")}")).Count(told => told.What == "Accepted"));
        await SetAsync("clock", "date", "");

        await AssertToldAsync("AlreadyResent");
        await AssertToldAsync("AlreadyResent", given: References.Ids);
        await AssertDeliveredAsync(1);
    }

    [Fact]
    public async Task Where_no_look_up_is_answered_the_run_stops_itself()
    {
        const int Many = 40;
        await Bench.AddAsync(Group, Many);
        await Shell.DoAsync($"$entries = @({ProofBench.Listing(Group)})");
        await Bench.Sandbox.AddFaultAsync(LookUp, "dropBefore", cancellationToken: Bench.Cancellation);

        var results = await Shell.DoAsync($"$entries | {ProofBench.Sending(Group, "-ThrottleLimit 4", References.Ids)}");

        Assert.True(results.Count == Many, $"{results.Count} results.\n{Shell.Noise}");
        Assert.InRange(results.Count(told => told.What == "Rejected"), 3, 7);
        Assert.All(results, told => Assert.Contains(told.What, new[] { "Rejected", "RunStopped" }));
        Assert.Empty(await Bench.DeliveriesAsync(Group));
    }

    private async Task SetAsync(string path, string name, JsonNode value) =>
        await Bench.Sandbox.PostAsync(path, new JsonObject { [name] = value }, Bench.Cancellation);

    private Task<string[]> WhatsAsync(References given) => WhatsAsync(ProofBench.Bulk(Group, given: given));
}
