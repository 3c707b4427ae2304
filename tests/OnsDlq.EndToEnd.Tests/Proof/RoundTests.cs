using System.Text.Json.Nodes;

namespace OnsDlq.EndToEnd.Tests.Proof;

/// <summary>Messages that come back, and messages that only seem to: each run decides again, checked with the ledger.</summary>
public sealed class RoundTests : IAsyncLifetime
{
    private const int Messages = 3;

    private ProofBench _bench = null!;
    private ProofShell _shell = null!;

    private string Group => _bench.Group("rounds");

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        _bench = await ProofBench.OpenAsync();
        _shell = await _bench.OpenAsync("rounds");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _shell.DisposeAsync();
        await _bench.DisposeAsync();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(600)]
    [InlineData(-600)]
    public async Task A_returned_message_is_a_new_round_until_it_has_come_back_too_often(int offsetSeconds)
    {
        await _bench.SetClockAsync(TimeSpan.FromSeconds(offsetSeconds));
        await FailAsync(returnAfterSeconds: 60);

        for (var round = 1; round <= 3; round++)
        {
            await AssertToldAsync("Accepted", round);
            await AssertToldAsync("AlreadyResent");
            await AssertDeliveredAsync(round);
            await _bench.Sandbox.MoveClockAsync(TimeSpan.FromSeconds(80), _bench.Cancellation);
        }

        await AssertToldAsync("MaxRounds");
        await AssertDeliveredAsync(3);
        await AssertToldAsync("Accepted", 4, "-MaxRounds 4");
        await AssertDeliveredAsync(4);
    }

    [Fact]
    public async Task Whether_an_entry_stored_within_the_margin_came_back_is_for_a_person_to_say()
    {
        await FailAsync(returnAfterSeconds: 2);
        await AssertToldAsync("Accepted", 1);
        await _bench.Sandbox.MoveClockAsync(TimeSpan.FromSeconds(60), _bench.Cancellation);

        await AssertToldAsync("RoundUnclear");
        await AssertDeliveredAsync(1);
        await AssertToldAsync("Accepted", 2, "-Override RoundUnclear -Reason proof");
        await AssertDeliveredAsync(2);
    }

    [Fact]
    public async Task Two_old_entries_are_one_round_and_an_entry_is_no_proof_of_a_return()
    {
        var id = (await _bench.AddAsync(Group, 1))[0];
        var older = new JsonObject { ["instanceId"] = ProofBench.Instance, ["groupId"] = Group, ["topic"] = "orders", ["msgId"] = id, ["storeTime"] = "X" };
        older["storeTime"] = TimeProvider.System.GetUtcNow().AddHours(-5).ToString("o", System.Globalization.CultureInfo.InvariantCulture);
        await _bench.Sandbox.AddMessagesAsync(older, _bench.Cancellation);

        Assert.Equal(["Accepted"], Whats(await _shell.DoAsync(ProofBench.Bulk(Group))));
        Assert.Equal(["AlreadyResent"], Whats(await _shell.DoAsync(ProofBench.Bulk(Group))));
        Assert.Equal(1, (await _bench.DeliveriesAsync(Group))[id]);
    }

    [Fact]
    public async Task Named_with_and_without_its_instance_and_in_another_case_it_is_one_message()
    {
        var id = (await _bench.AddAsync(Group, 1))[0];

        Assert.Equal(["Accepted"], Whats(await _shell.DoAsync($"{ProofBench.Sending($"{Group} {id}")}")));
        Assert.Equal(["AlreadyResent"], Whats(await _shell.DoAsync($"{ProofBench.Sending($"{Group} {id} -InstanceId {ProofBench.Instance}")}")));
        Assert.Equal(["AlreadyResent"], Whats(await _shell.DoAsync($"{ProofBench.Bulk(Group)}")));
        Assert.Equal(1, (await _bench.DeliveriesAsync(Group))[id]);
    }

    [Fact]
    public async Task A_rejected_attempt_does_not_hide_an_accepted_one_before_it()
    {
        var id = (await _bench.AddAsync(Group, 1))[0];
        Assert.Equal(["Accepted"], Whats(await _shell.DoAsync(ProofBench.Bulk(Group))));
        await _bench.Sandbox.AddFaultAsync(ProofBench.Resend, "status:403", cancellationToken: _bench.Cancellation);

        Assert.Equal(["Rejected"], Whats(await _shell.DoAsync(ProofBench.Bulk(Group, "-Override AlreadyResent -Reason proof"))));
        await _bench.Sandbox.ClearFaultsAsync(_bench.Cancellation);

        Assert.Equal(["AlreadyResent"], Whats(await _shell.DoAsync(ProofBench.Bulk(Group))));
        Assert.Equal(1, (await _bench.DeliveriesAsync(Group))[id]);
    }

    private static IEnumerable<string> Whats(IEnumerable<ReportedResult> told) => told.Select(one => one.What).Order(StringComparer.Ordinal);

    private async Task FailAsync(int returnAfterSeconds)
    {
        await _bench.AddAsync(Group, Messages);
        await _bench.Sandbox.PostAsync(
            "consumers",
            new JsonObject { ["instanceId"] = ProofBench.Instance, ["groupId"] = Group, ["consumer"] = "fail", ["returnAfterSeconds"] = returnAfterSeconds },
            _bench.Cancellation);
    }

    // A listing shows old entries before new ones, so the last result of a message is the one that counts.
    private async Task AssertToldAsync(string what, int? round = null, string options = "")
    {
        var results = await _shell.DoAsync(ProofBench.Bulk(Group, options));
        var told = results.GroupBy(one => one.MsgId).Select(group => group.Last()).ToArray();
        Assert.True(told.Length == Messages, $"{string.Join('\n', results)}\n{_shell.Noise}");
        Assert.All(told, one => Assert.True(
            one.What == what && (round is null || one.Round == round), $"{one}, expected {what} {round}\n{string.Join('\n', results)}\n{_shell.Noise}"));
    }

    private async Task AssertDeliveredAsync(int times) =>
        Assert.All((await _bench.DeliveriesAsync(Group)).Values, count => Assert.Equal(times, count));
}
