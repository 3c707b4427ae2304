using OnsDlq.Holders;
using OnsDlq.Journal;
using OnsDlq.Messages;
using OnsDlq.Resend;

namespace OnsDlq.Tests.Resend;

public sealed class SkipTextTests
{
    private static readonly DateTimeOffset At = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public static TheoryData<string> Reasons => [.. Enum.GetNames<SkipReason>()];

    public static TheoryData<string> Liftable =>
    [
        ReasonName.AlreadyResent, ReasonName.ReportedFailed, ReasonName.OutcomeUnknown, ReasonName.RoundUnclear,
        ReasonName.JournalGap, ReasonName.Blocked, ReasonName.MaxRounds,
    ];

    [Theory]
    [MemberData(nameof(Reasons))]
    public void Every_reason_names_message_group_and_itself_and_has_words_of_its_own(string name)
    {
        var reason = Enum.Parse<SkipReason>(name);
        var text = Text(reason);

        Assert.StartsWith($"Message A1 of group GID_orders was not sent ({reason}): ", text, StringComparison.Ordinal);
        Assert.Single(Enum.GetValues<SkipReason>(), other => Words(other) == Words(reason));
    }

    [Theory]
    [MemberData(nameof(Reasons))]
    public void What_can_be_lifted_says_how_and_nothing_else_does(string name) => Assert.Equal(
        Liftable.Any(row => row.Data == name),
        Text(Enum.Parse<SkipReason>(name)).Contains($"-Override {name} sends it all the same.", StringComparison.Ordinal));

    [Fact]
    public void The_last_resend_is_named_in_local_time() => Assert.Contains(
        $"it was resent at {At.ToLocalTime():yyyy-MM-dd HH:mm:ss} by ada@host-7 and accepted", Text(SkipReason.AlreadyResent), StringComparison.Ordinal);

    [Fact]
    public void Whoever_holds_the_claim_is_named()
    {
        var text = SkipText.Of(Guarded(live: true).Skip(SkipReason.InFlight).Result);

        Assert.Contains("process 42 on host-7 ", text, StringComparison.Ordinal);
        Assert.Contains("cannot be lifted", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Whoever_blocked_it_is_named_and_cannot_disturb_the_terminal()
    {
        var text = Text(SkipReason.Blocked);

        Assert.Contains("ada␛ blocked it at", text, StringComparison.Ordinal);
        Assert.Contains("(refunded)", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', text);
    }

    [Fact]
    public void How_often_it_came_back_is_told() => Assert.Contains("it has come back 3 times", Text(SkipReason.MaxRounds), StringComparison.Ordinal);

    private static string Text(SkipReason reason) => SkipText.Of(Guarded(live: false).Skip(reason).Result);

    private static string Words(SkipReason reason) => Text(reason).Replace(reason.ToString(), "", StringComparison.Ordinal);

    private static MessageReference Message => new("cn-hangzhou", "I", "GID_orders", "A1", null);

    private static GuardedMessage Guarded(bool live)
    {
        var attempt = new Attempt
        {
            AttemptId = "T",
            RunId = "R",
            User = "ada@host-7",
            Round = 1,
            Holder = new ClaimHolder("host-7", "", "", 42, 0),
            ClaimedAt = At,
            SignedAt = At,
            LeaseUntil = At,
            Outcomes = live ? [] : [new AttemptOutcome { Status = ResendStatus.Accepted, Source = OutcomeSource.Holder, At = At }],
        };
        var history = new MessageHistory(
            MessageKey.Of("cn-hangzhou", "I", "GID_orders", "A1"), 1, [attempt], [], new MessageBlock("refunded", "ada\u001b", At, null));
        return new GuardedMessage(Message, history, [], new ResendDecision(SkipReason.AlreadyResent, 4, [], []));
    }
}
