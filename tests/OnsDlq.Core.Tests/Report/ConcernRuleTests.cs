using OnsDlq.Messages;
using OnsDlq.Report;

namespace OnsDlq.Core.Tests.Report;

public sealed class ConcernRuleTests : ReportScene
{
    [Theory]
    [InlineData(StatusName.Accepted, null, "")]
    [InlineData(StatusName.Rejected, null, "")]
    [InlineData(StatusName.InFlight, null, "")]
    [InlineData(StatusName.Unknown, null, "Unknown")]
    [InlineData(StatusName.Failed, null, "Failed")]
    [InlineData(StatusName.Skipped, ReasonName.OutcomeUnknown, "Unknown")]
    [InlineData(StatusName.Skipped, ReasonName.ReportedFailed, "Failed")]
    [InlineData(StatusName.Skipped, ReasonName.MaxRounds, "Returned")]
    [InlineData(StatusName.Skipped, ReasonName.RoundUnclear, "Unclear")]
    [InlineData(StatusName.Skipped, ReasonName.JournalGap, "Unclear")]
    [InlineData(StatusName.Skipped, ReasonName.AlreadyResent, "")]
    [InlineData(StatusName.Skipped, ReasonName.Blocked, "")]
    [InlineData(StatusName.Skipped, ReasonName.RunStopped, "")]
    public void A_result_needs_a_person_by_its_status_and_reason(string status, string? reason, string expected) =>
        Assert.Equal(expected, Words(Result("M", status, reason)));

    [Theory]
    [InlineData(StatusName.Unknown, "Consumed", "")]
    [InlineData(StatusName.Unknown, "ConsumeFailed", "")]
    [InlineData(StatusName.Failed, "Returned", "Returned")]
    [InlineData(StatusName.Unknown, "NotYetKnown", "Unknown")]
    [InlineData(StatusName.Accepted, "Returned", "Returned")]
    [InlineData(null, "NotYetKnown", "")]
    public void Evidence_settles_what_was_in_doubt(string? status, string verdict, string expected) =>
        Assert.Equal(expected, Words(Result("M", status!) with { Kind = RowKind.Attempt, Verdict = verdict }));

    [Theory]
    [InlineData(StatusName.Rejected, null, 23, "Expiring")]
    [InlineData(StatusName.Rejected, null, 25, "")]
    [InlineData(StatusName.Rejected, null, -1, "")]
    [InlineData(StatusName.Unknown, null, 1, "Unknown Expiring")]
    [InlineData(StatusName.Accepted, null, 1, "")]
    [InlineData(StatusName.Skipped, ReasonName.AlreadyResent, 1, "")]
    [InlineData(StatusName.Skipped, ReasonName.Blocked, 1, "")]
    [InlineData(StatusName.Skipped, ReasonName.RunStopped, 1, "Expiring")]
    public void What_is_still_open_must_not_expire(string status, string? reason, double hours, string expected) =>
        Assert.Equal(expected, Words(Result("M", status, reason) with { ExpiresAt = Now.AddHours(hours) }));

    [Theory]
    [InlineData(null, false, false, "Expiring")]
    [InlineData(StatusName.Accepted, false, false, "")]
    [InlineData(StatusName.Accepted, true, false, "Returned Expiring")]
    [InlineData(StatusName.Unknown, false, false, "Unknown Expiring")]
    [InlineData(StatusName.Unknown, false, true, "")]
    [InlineData(null, false, true, "")]
    public void A_dead_letter_needs_a_person_by_its_last_resend(string? state, bool hasComeBack, bool isBlocked, string expected) =>
        Assert.Equal(expected, Words(Letter("L", 1) with { Status = state, HasComeBack = hasComeBack, IsBlocked = isBlocked }));

    [Fact]
    public void Of_the_entries_of_a_message_the_one_is_listed_that_came_back()
    {
        var resent = Letter("L") with { Status = StatusName.Accepted, Verdict = VerdictName.Returned };

        Assert.Equal("", Words(resent));
        Assert.Equal("Returned", Words(resent with { HasComeBack = true, Round = 2 }));
    }

    [Fact]
    public void Evidence_that_comes_after_a_result_takes_it_off_the_list()
    {
        var content = Content(
            Result("M1", StatusName.Unknown), Result("M2", StatusName.Failed), Result("M3", StatusName.Unknown),
            Evidence("m1", "Consumed"), Evidence("M2", "Returned"), Evidence("M3", "NotYetKnown") with { Status = StatusName.Unknown });

        Assert.Equal(["M3"], content.Concerns[Concern.Unknown].Rows.Select(row => row.MsgId));
        Assert.Equal(0, content.Concerns[Concern.Failed].Total);
        Assert.Equal(["M2"], content.Concerns[Concern.Returned].Rows.Select(row => row.MsgId));
    }

    [Fact]
    public void What_expired_before_it_was_settled_is_counted()
    {
        var content = Content(Letter("L1", -1), Letter("L2", -1) with { Status = StatusName.Accepted }, Letter("L3", 1));

        Assert.Equal(1, content.Expired);
    }

    private static ReportRow Evidence(string msgId, string verdict) => new() { Kind = RowKind.Evidence, MsgId = msgId, GroupId = "gid_orders", Verdict = verdict };

    private static string Words(ReportRow row) => string.Join(' ', ConcernRule.Of(row, Now));
}
