using OnsDlq.Journal;
using OnsDlq.Messages;
using static OnsDlq.Core.Tests.Resend.DecideSample;

namespace OnsDlq.Core.Tests.Resend;

public sealed class DecideOverrideTests
{
    private static readonly MessageBlock ForGood = new("handled", "kim@box", At(0), null);

    [Theory]
    [InlineData(null, SkipReason.Blocked)]
    [InlineData(Now + 1, SkipReason.Blocked)]
    [InlineData(Now, null)]
    [InlineData(Now - 1, null)]
    internal void A_block_holds_until_its_end(double? until, SkipReason? reason)
    {
        var history = MessageHistory.None(Key) with { Block = ForGood with { Until = until is { } end ? At(end) : null } };

        Assert.Equal(reason, Decide(history).Reason);
    }

    public static TheoryData<string> Liftable() =>
    [
        ReasonName.AlreadyResent, ReasonName.ReportedFailed, ReasonName.OutcomeUnknown, ReasonName.RoundUnclear, ReasonName.JournalGap,
        ReasonName.Blocked, ReasonName.MaxRounds,
    ];

    [Theory]
    [MemberData(nameof(Liftable))]
    public void Each_protection_is_lifted_by_its_own_name_and_by_no_other(string name)
    {
        var reason = Enum.Parse<SkipReason>(name);
        var history = StoodAgainst(reason);
        SkipReason[] others = [.. Enum.GetValues<SkipReason>().Where(other => other != reason)];

        Assert.Equal(reason, Decide(history).Reason);
        Assert.Equal(reason, Decide(history, others).Reason);
        Assert.Empty(Decide(history, others).Lifted);

        var lifted = Decide(history, reason);
        Assert.True(lifted.Send);
        Assert.Equal([reason], lifted.Lifted);
    }

    [Theory]
    [MemberData(nameof(Liftable))]
    public void What_did_not_stand_against_sending_is_not_noted_as_lifted(string name)
    {
        var decision = Decide(MessageHistory.None(Key), Enum.Parse<SkipReason>(name));

        Assert.True(decision.Send);
        Assert.Empty(decision.Lifted);
    }

    [Fact]
    public void All_that_stands_against_sending_must_be_lifted_and_is_named_in_turn()
    {
        var history = History(
            [
                Ended(ResendStatus.Accepted, 1000), Ended(ResendStatus.Accepted, 2000), Ended(ResendStatus.Accepted, 3000),
                Ended(ResendStatus.Accepted, 4000), Ended(ResendStatus.Unknown, 5000), Ended(ResendStatus.Failed, 6000), Ended(ResendStatus.Accepted, 7000),
            ],
            500, 1500, 2500, 3500, 4002, 6999);
        history = history with { Block = ForGood, Gap = At(8000) };
        var named = new List<SkipReason>();

        var decision = Decide(history);
        while (decision.Reason is { } reason)
        {
            named.Add(reason);
            decision = Decide(history, [.. named]);
        }

        Assert.Equal(
            [
                SkipReason.Blocked, SkipReason.OutcomeUnknown, SkipReason.ReportedFailed, SkipReason.AlreadyResent, SkipReason.RoundUnclear,
                SkipReason.JournalGap, SkipReason.MaxRounds,
            ],
            named);
        Assert.Equal(named, decision.Lifted);
    }

    private static MessageHistory StoodAgainst(SkipReason reason) => reason switch
    {
        SkipReason.AlreadyResent => History([Ended(ResendStatus.Accepted, 100)], 10),
        SkipReason.ReportedFailed => History([Ended(ResendStatus.Failed, 100)], 10),
        SkipReason.OutcomeUnknown => History([Ended(ResendStatus.Unknown, 100)], 10),
        SkipReason.RoundUnclear => History([Ended(ResendStatus.Accepted, 100)], 10, 102),
        SkipReason.Blocked => MessageHistory.None(Key) with { Block = ForGood },
        SkipReason.JournalGap => History([], 10) with { Gap = At(20) },
        _ => History(
            [Ended(ResendStatus.Accepted, 1000), Ended(ResendStatus.Accepted, 2000), Ended(ResendStatus.Accepted, 3000)], 500, 1500, 2500, 3500),
    };
}
