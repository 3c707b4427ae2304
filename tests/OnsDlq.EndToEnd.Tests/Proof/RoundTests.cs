namespace OnsDlq.EndToEnd.Tests.Proof;

/// <summary>Messages that come back, and messages that only seem to: each run decides again, checked with the ledger.</summary>
public sealed class RoundTests() : RoundProof("rounds")
{
    [Theory]
    [InlineData(0)]
    [InlineData(600)]
    [InlineData(-600)]
    public async Task A_returned_message_is_a_new_round_until_it_has_come_back_too_often(int offsetSeconds)
    {
        await Bench.SetClockAsync(TimeSpan.FromSeconds(offsetSeconds));
        await FailAsync(returnAfterSeconds: 60);

        for (var round = 1; round <= 3; round++)
        {
            await AssertToldAsync("Accepted", round);
            await AssertToldAsync("AlreadyResent");
            await AssertDeliveredAsync(round);
            await Bench.Sandbox.MoveClockAsync(TimeSpan.FromSeconds(80), Bench.Cancellation);
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
        await Bench.Sandbox.MoveClockAsync(TimeSpan.FromSeconds(60), Bench.Cancellation);

        await AssertToldAsync("RoundUnclear");
        await AssertDeliveredAsync(1);
        await AssertToldAsync("Accepted", 2, "-Override RoundUnclear -Reason proof");
        await AssertDeliveredAsync(2);
    }

    [Fact]
    public async Task Two_old_entries_are_one_round_and_an_entry_is_no_proof_of_a_return()
    {
        var id = (await Bench.AddAsync(Group, 1))[0];
        await StoreAsync(id, TimeSpan.FromHours(-5));

        Assert.Equal(["Accepted"], await WhatsAsync(ProofBench.Bulk(Group)));
        Assert.Equal(["AlreadyResent"], await WhatsAsync(ProofBench.Bulk(Group)));
        Assert.Equal(1, (await Bench.DeliveriesAsync(Group))[id]);
    }

    [Fact]
    public async Task Named_with_and_without_its_instance_and_in_another_case_it_is_one_message()
    {
        var id = (await Bench.AddAsync(Group, 1))[0];

        Assert.Equal(["Accepted"], await WhatsAsync(ProofBench.Sending($"{Group} {id}")));
        Assert.Equal(["AlreadyResent"], await WhatsAsync(ProofBench.Sending($"{Group} {id} -InstanceId {ProofBench.Instance}")));
        Assert.Equal(["AlreadyResent"], await WhatsAsync(ProofBench.Bulk(Group)));
        Assert.Equal(1, (await Bench.DeliveriesAsync(Group))[id]);
    }

    [Fact]
    public async Task A_rejected_attempt_does_not_hide_an_accepted_one_before_it()
    {
        var id = (await Bench.AddAsync(Group, 1))[0];
        Assert.Equal(["Accepted"], await WhatsAsync(ProofBench.Bulk(Group)));
        await Bench.Sandbox.AddFaultAsync(ProofBench.Resend, "status:403", cancellationToken: Bench.Cancellation);

        Assert.Equal(["Rejected"], await WhatsAsync(ProofBench.Bulk(Group, "-Override AlreadyResent -Reason proof")));
        await Bench.Sandbox.ClearFaultsAsync(Bench.Cancellation);

        Assert.Equal(["AlreadyResent"], await WhatsAsync(ProofBench.Bulk(Group)));
        Assert.Equal(1, (await Bench.DeliveriesAsync(Group))[id]);
    }
}
