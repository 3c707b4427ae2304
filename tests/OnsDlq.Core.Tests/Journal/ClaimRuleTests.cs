using OnsDlq.Journal;

namespace OnsDlq.Core.Tests.Journal;

public sealed class ClaimRuleTests
{
    private static readonly DateTimeOffset Signed = new(2026, 7, 1, 8, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(17, null, false, true)]
    [InlineData(17, null, true, false)]
    [InlineData(17, true, true, true)]
    [InlineData(17, false, false, false)]
    [InlineData(15, true, false, false)]
    [InlineData(121, false, true, true)]
    public void A_lease_is_over_by_the_clock_of_the_journals_server_where_it_has_one(int minutes, bool? isOver, bool lasts, bool abandoned)
    {
        var now = Signed.AddMinutes(minutes);
        var attempt = new Attempt
        {
            AttemptId = "a1",
            RunId = "r1",
            Round = 1,
            Holder = new("box", "boot", "space", 1, 1),
            ClaimedAt = Signed,
            SignedAt = Signed,
            LeaseUntil = lasts ? now.AddMinutes(1) : now.AddMinutes(-1),
            LeaseIsOver = isOver,
        };

        Assert.Equal(abandoned, ClaimRule.IsAbandoned(attempt, now, _ => false));
        Assert.True(ClaimRule.IsAbandoned(attempt, now, _ => true));
    }
}
