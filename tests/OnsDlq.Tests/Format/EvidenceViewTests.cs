using System.Management.Automation;
using OnsDlq.Evidence;
using OnsDlq.Formatting;
using OnsDlq.Journal;
using OnsDlq.Messages;
using OnsDlq.TestKit.Journal;
using static OnsDlq.Tests.Format.ViewScreen;

namespace OnsDlq.Tests.Format;

/// <summary>How the effect of a resend shows, in its own table and in that of the dead letters.</summary>
public sealed class EvidenceViewTests
{
    private const string MsgId = "0BC16699165C03B925DB8A404E2D0001";
    private const string Client = "10.42.0.11@4711#consumer";

    private static readonly DateTimeOffset Now = new(2026, 7, 1, 8, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(80, "Consumed", null, 0, "10.42.0.11@4711")]
    [InlineData(120, "Consumed", null, 0, Client)]
    [InlineData(80, "ConsumeFailed", null, 3, "3 failures, 10")]
    [InlineData(120, "ConsumeFailed", null, 1, "1 failure, " + Client)]
    [InlineData(80, "NotYetKnown", "SeveralResends", 0, "SeveralResends")]
    public async Task A_table_of_evidence_has_room_for_what_is_known(int columns, string verdict, string? reason, int failures, string detail)
    {
        var evidence = Evidence(verdict, reason, failures, reason is null ? Client : null);

        foreach (var one in new object[] { evidence, PSSerializer.Deserialize(PSSerializer.Serialize(evidence)) })
        {
            var lines = ColourCode().Replace(await ShowAsync("TableControl", columns, one), "").Split('\n');
            Assert.Contains("MsgId Verdict EventTime Detail", lines.Select(line => string.Join(' ', line.Split([' ', '\r'], StringSplitOptions.RemoveEmptyEntries))));
            var row = Assert.Single(lines, line => line.StartsWith(MsgId, StringComparison.Ordinal));
            Assert.Contains(detail, row, StringComparison.Ordinal);
            Assert.InRange(row.TrimEnd().Length, 0, columns);
        }
    }

    [Theory]
    [InlineData("Accepted", "Consumed", false, "Consumed")]
    [InlineData("Accepted", "Returned", false, "Returned")]
    [InlineData("Accepted", "NotYetKnown", false, "Accepted")]
    [InlineData("Accepted", null, false, "Accepted")]
    [InlineData("Accepted", "Returned", true, "Blocked")]
    [InlineData("Unknown", "ConsumeFailed", false, "Unknown")]
    [InlineData(null, null, false, "")]
    public void A_verdict_takes_the_place_of_Accepted_and_of_nothing_else(string? status, string? verdict, bool isBlocked, string expected) =>
        Assert.Equal(expected, StatusText.Standing(status, verdict, isBlocked));

    [Theory]
    [InlineData(80)]
    [InlineData(120)]
    public async Task A_table_of_dead_letters_tells_the_verdict_where_there_is_one(int columns)
    {
        var letter = new DeadLetter(MsgId, "GID_a", null, "cn-hangzhou", 1_700_000_000_000) { Tag = "pay", Key = ["order-1001"] };
        var resent = letter.WithResend(2, ResendStatus.Accepted, Now);

        Assert.Contains("2 Accepted: pay order-1001", await ScreenAsync(columns, resent), StringComparison.Ordinal);
        Assert.Contains("2 Returned: pay order-1001", await ScreenAsync(columns, resent.WithVerdict(EvidenceVerdict.Returned)), StringComparison.Ordinal);
    }

    private static async Task<string> ScreenAsync(int columns, DeadLetter letter) => ColourCode().Replace(await ShowAsync("TableControl", columns, letter), "");

    private static ResendEvidence Evidence(string verdict, string? reason, int failures, string? client)
    {
        var attempt = new Attempt
        {
            AttemptId = "a1",
            RunId = "run-1",
            Round = 1,
            Holder = AttemptStage.Sender,
            ClaimedAt = Now,
            LeaseUntil = Now,
            SignedAt = Now,
            Lifted = [],
        };
        return new(new(new("cn-hangzhou", "MQ_INST_1", "GID_orders", MsgId), 1, attempt, new("run-1", Now, "ada@box", AttemptStage.Sender, null)), new()
        {
            Verdict = Enum.Parse<EvidenceVerdict>(verdict),
            Reason = reason is null ? null : Enum.Parse<EvidenceReason>(reason),
            Failures = failures,
            Client = client,
            EventAt = reason is null ? Now : null,
            FoundAt = Now,
        });
    }
}
