using System.Text.Json;
using OnsDlq.Shell.Rehearsal;

namespace OnsDlq.EndToEnd.Tests.Shell;

public sealed class DeliveryCheckTests
{
    [Theory]
    [InlineData("Accepted", 0, false)]
    [InlineData("Accepted", 1, true)]
    [InlineData("Accepted", 2, false)]
    [InlineData("Unknown", 0, true)]
    [InlineData("Unknown", 1, true)]
    [InlineData("Unknown", 2, false)]
    [InlineData("Rejected", 0, true)]
    [InlineData("Rejected", 1, false)]
    [InlineData("Failed", 0, true)]
    [InlineData("Failed", 1, false)]
    [InlineData("Skipped", 0, true)]
    [InlineData("Skipped", 1, false)]
    public void A_status_allows_only_the_deliveries_it_means(string status, int deliveries, bool agrees)
    {
        var check = new DeliveryCheck([new ToldResult("A", status, 1)], Ledger(("A", deliveries)));

        Assert.Equal(agrees, Assert.Single(check.Rows).Agrees);
        Assert.Equal(agrees ? 0 : 1, check.Trouble.Count);
    }

    [Fact]
    public void Two_accepted_resends_of_one_message_are_trouble_even_where_the_ledger_counts_two() =>
        Assert.Single(new DeliveryCheck([new ToldResult("A", "Accepted", 1), new ToldResult("A", "Accepted", 0)], Ledger(("A", 2))).Trouble);

    [Fact]
    public void A_duplicate_that_was_skipped_is_no_trouble() =>
        Assert.Empty(new DeliveryCheck([new ToldResult("A", "Accepted", 1), new ToldResult("A", "Skipped", 0)], Ledger(("A", 1))).Trouble);

    [Fact]
    public void A_delivery_that_the_module_never_told_of_is_trouble() =>
        Assert.Contains("B was delivered once", Assert.Single(
            new DeliveryCheck([new ToldResult("A", "Accepted", 1)], Ledger(("A", 1), ("B", 1))).Trouble), StringComparison.Ordinal);

    [Fact]
    public void A_call_that_the_module_did_not_count_is_trouble() =>
        Assert.Contains("The module made 2 calls, and the sandbox counted 1", Assert.Single(
            new DeliveryCheck([new ToldResult("A", "Accepted", 2)], Ledger(("A", 1))).Trouble), StringComparison.Ordinal);

    [Fact]
    public void Nothing_proves_nothing() => Assert.Single(new DeliveryCheck([], Ledger()).Trouble);

    [Fact]
    public void The_ledger_is_read_as_the_control_API_gives_it()
    {
        using var json = JsonDocument.Parse(
            """
            {"deliveries":[{"instanceId":"I","groupId":"G","msgId":"A","count":2,"waiting":0,"times":[]}],
             "calls":{"OnsDLQMessageResendById":{"accepted":3,"refused":4},"Other":{"accepted":9,"refused":9}}}
            """);

        var ledger = SandboxLedger.Read(json.RootElement);

        Assert.Equal(2, Assert.Single(ledger.Deliveries).Value);
        Assert.Equal((3, 4), (ledger.Executed, ledger.Refused));
    }

    // One call for every test, as many as the module told of.
    private static SandboxLedger Ledger(params (string MsgId, int Count)[] deliveries) =>
        new(deliveries.ToDictionary(delivery => delivery.MsgId, delivery => delivery.Count), deliveries.Length == 0 ? 0 : 1, 0);
}
