namespace OnsDlq.EndToEnd.Tests.Proof;

/// <summary>Tests of the check that all proofs use: a check that cannot fail proves nothing.</summary>
public sealed class DeliveryProofTests
{
    [Theory]
    [InlineData("Accepted", 1)]
    [InlineData("Accepted;AlreadyResent", 1)]
    [InlineData(";AlreadyResent", 1)]
    [InlineData(";OutcomeUnknown", 0)]
    [InlineData(";OutcomeUnknown", 1)]
    [InlineData("Unknown;OutcomeUnknown", 1)]
    [InlineData("Rejected;Accepted", 1)]
    public void What_was_delivered_once_and_told_so_is_right(string told, int deliveries) => Assert.Empty(Complaints(told, deliveries));

    [Theory]
    [InlineData("Accepted", 0, "accepted, and never delivered.")]
    [InlineData("Accepted", 2, "delivered 2 times.")]
    [InlineData(";OutcomeUnknown", 2, "delivered 2 times.")]
    [InlineData("Accepted;Accepted", 2, "accepted, and then Accepted.")]
    [InlineData("Accepted;OutcomeUnknown", 1, "accepted, and then OutcomeUnknown.")]
    [InlineData(";AlreadyResent", 0, "said to be resent, and never delivered.")]
    [InlineData(";InFlight", 0, "left as InFlight.")]
    [InlineData(";Rejected", 0, "left as Rejected.")]
    [InlineData("Accepted;", 1, "0 results in the end.")]
    public void What_was_delivered_twice_or_lost_or_not_told_is_wrong(string told, int deliveries, string complaint) =>
        Assert.Contains(Complaints(told, deliveries), wrong => wrong.Contains(complaint, StringComparison.Ordinal));

    [Fact]
    public void A_delivery_that_nobody_asked_for_is_wrong() => Assert.Equal(
        ["B: delivered, and nobody asked for it."],
        DeliveryProof.Complaints(["A"], [[Of("Accepted")!]], new Dictionary<string, int> { ["A"] = 1, ["B"] = 1 }, 0));

    [Fact]
    public void More_doubtful_messages_than_there_can_be_are_wrong() => Assert.Equal(
        ["1 messages are doubtful; there can be 0."],
        DeliveryProof.Complaints(["A"], [[Of("OutcomeUnknown")!]], new Dictionary<string, int>(), 0));

    [Theory]
    [InlineData("Rejected")]
    [InlineData("RunStopped")]
    public void What_was_not_sent_may_be_left_where_the_proof_says_so_but_not_delivered(string what)
    {
        ReportedResult[][] told = [[Of(what)!]];

        Assert.Empty(DeliveryProof.Complaints(["A"], told, new Dictionary<string, int>(), 0, mayBeLeft: true));
        Assert.Single(DeliveryProof.Complaints(["A"], told, new Dictionary<string, int> { ["A"] = 1 }, 0, mayBeLeft: true));
    }

    [Theory]
    [InlineData("Accepted", "RunStopped", true)]
    [InlineData("AlreadyResent", "RunStopped", true)]
    [InlineData("OutcomeUnknown", "RunStopped", true)]
    [InlineData("Rejected", "RunStopped", false)]
    [InlineData("Accepted", "Rejected", false)]
    public void What_a_stopped_run_did_not_look_at_is_as_it_was_told_before(string before, string end, bool isRight) => Assert.Equal(
        isRight,
        DeliveryProof.Complaints(["A"], [[Of(before)!], [Of(end)!]], new Dictionary<string, int> { ["A"] = 1 }, 0, mayBeLeft: true).Count == 0);

    [Theory]
    [InlineData("Accepted;InFlight;Rejected", true)]
    [InlineData("InFlight;Accepted;AlreadyResent", true)]
    [InlineData("Accepted;Accepted", false)]
    public void Side_by_side_one_process_sends_a_message_and_the_others_may_tell_anything_else(string told, bool isRight)
    {
        var together = DeliveryProof.SideBySide(told.Split(';').Select(what => Of(what)!));

        var complaints = DeliveryProof.Complaints(["A"], [together, [Of("AlreadyResent")!]], new Dictionary<string, int> { ["A"] = 1 }, 0);

        Assert.Equal(isRight, complaints.Count == 0);
    }

    [Fact]
    public void A_line_that_was_cut_off_tells_nothing()
    {
        Assert.Equal(new ReportedResult("A", "Skipped", "InFlight", 2, "x"), ReportedResult.Read("R|A|Skipped|InFlight|2|x|"));
        Assert.Null(ReportedResult.Read("R|A|Skipped|InFlight|2|x"));
        Assert.Null(ReportedResult.Read("R|A|Skip"));
    }

    private static IReadOnlyList<string> Complaints(string told, int deliveries) => DeliveryProof.Complaints(
        ["A"],
        [.. told.Split(';').Select(what => Of(what) is { } one ? new[] { one } : [])],
        deliveries == 0 ? new Dictionary<string, int>() : new Dictionary<string, int> { ["A"] = deliveries },
        1);

    private static ReportedResult? Of(string what) => what switch
    {
        "" => null,
        "Accepted" or "Unknown" or "Rejected" => new("A", what, "", 1, ""),
        _ => new("A", "Skipped", what, 1, ""),
    };
}
