using OnsDlq.Consumers;
using OnsDlq.Operations;

namespace OnsDlq.Core.Tests.Consumers;

public sealed class HealthRulesTests
{
    private static readonly ConsumerStatus Fine = new()
    {
        Online = true,
        SubscriptionSame = true,
        RebalanceOK = true,
        Backlog = 0,
        DelayMs = 0,
        Rates = [new ConsumerRate(10, 0, 0)],
        Topics = ["orders", "refunds"],
    };

    private static ConsumerFacts Facts(ConsumerStatus status, params string[] dead) => new()
    {
        GroupId = "GID_a",
        RegionId = "cn-hangzhou",
        CheckedAt = DateTimeOffset.UnixEpoch,
        Status = status,
        DeadLetterTopics = dead,
    };

    [Fact]
    public void A_group_that_is_online_consistent_and_does_not_fail_is_ready()
    {
        var health = new ConsumerHealth(Facts(Fine, "orders"));

        Assert.Equal(HealthVerdictName.Ready, health.Verdict);
        Assert.Empty(health.Reason);
        Assert.Empty(health.Fact);
        Assert.Equal("GID_a Ready", health.ToString());
    }

    public static TheoryData<string, string, string> Cells => new()
    {
        { "Online", "NotReady", "Offline" },
        { "SubscriptionSame", "NotReady", "SubscriptionsDiffer" },
        { "RebalanceOK", "Doubtful", "NotRebalanced" },
        { "FailedTps", "NotReady", "Failing" },
        { "FailedCountPerHour", "Doubtful", "FailedLately" },
        { "TotalDiff", "Doubtful", "Backlog" },
    };

    [Theory]
    [MemberData(nameof(Cells))]
    public void Each_thing_that_is_wrong_is_a_reason_that_names_its_fact(string fact, string verdict, string reason)
    {
        var health = new ConsumerHealth(Facts(
            fact switch
            {
                "Online" => Fine with { Online = false },
                "SubscriptionSame" => Fine with { SubscriptionSame = false },
                "RebalanceOK" => Fine with { RebalanceOK = false },
                "FailedTps" => Fine with { Rates = [new(1, 0.5, 0), new(0, 0.5, 60)] },
                "FailedCountPerHour" => Fine with { Rates = [new(1, 0.5, 1), new(0, 0, 2)] },
                _ => Fine with { Backlog = 7, DelayMs = HealthRules.LongDelayMs },
            },
            "orders"));

        Assert.Equal((verdict, reason), (health.Verdict, Assert.Single(health.Reason)));
        Assert.Contains(fact, Assert.Single(health.Fact), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 600_000)]
    [InlineData(7, (int)HealthRules.LongDelayMs - 1)]
    [InlineData(null, 600_000)]
    [InlineData(7, null)]
    public void A_delay_without_a_backlog_and_a_short_one_are_fine(int? backlog, int? delay) =>
        Assert.Equal("Ready", new ConsumerHealth(Facts(Fine with { Backlog = backlog, DelayMs = delay })).Verdict);

    [Theory]
    [InlineData("orders refunds", "Ready", "")]
    [InlineData("orders gone", "Doubtful", "gone")]
    [InlineData("gone lost", "NotReady", "gone lost")]
    [InlineData("Orders", "NotReady", "Orders")]
    [InlineData("", "Ready", "")]
    public void A_topic_of_the_dead_letters_that_nobody_subscribes_to_is_named(string dead, string verdict, string missing)
    {
        var health = new ConsumerHealth(Facts(Fine, dead.Split(' ', StringSplitOptions.RemoveEmptyEntries)));

        Assert.Equal((verdict, missing), (health.Verdict, health.UnsubscribedTopic!.ToString()));
        Assert.All(missing.Split(' ', StringSplitOptions.RemoveEmptyEntries), topic => Assert.Contains(topic, health.Fact[0], StringComparison.Ordinal));
    }

    [Fact]
    public void The_topics_of_an_offline_group_are_not_compared()
    {
        var health = new ConsumerHealth(Facts(Fine with { Online = false, Topics = null }, "gone"));

        Assert.Equal(["Offline"], health.Reason);
        Assert.Null(health.UnsubscribedTopic);
    }

    [Fact]
    public void The_gravest_comes_first_and_gives_the_verdict()
    {
        var health = new ConsumerHealth(Facts(Fine with { RebalanceOK = false, SubscriptionSame = false, Backlog = 1, DelayMs = 999_999 }, "gone", "orders"));

        Assert.Equal("NotReady", health.Verdict);
        Assert.Equal(["SubscriptionsDiffer", "TopicNotSubscribed", "NotRebalanced", "Backlog"], health.Reason);
        Assert.Equal(4, health.Fact.Count);
    }

    [Theory]
    [InlineData(null, true, "Unknown")]
    [InlineData(null, false, "NotReady")]
    [InlineData(true, null, "Doubtful")]
    public void What_is_not_known_is_not_called_ready(bool? online, bool? same, string verdict)
    {
        var facts = Facts(Fine with { Online = online, SubscriptionSame = same }) with { Unknown = ["It is not known whether …"] };

        Assert.Equal(verdict, new ConsumerHealth(facts).Verdict);
    }

    [Fact]
    public void A_status_without_members_is_unknown_and_not_ready_by_default() =>
        Assert.Equal("Unknown", new ConsumerHealth(Facts(new ConsumerStatus())).Verdict);

    [Fact]
    public void Every_reason_and_verdict_has_its_constant()
    {
        Assert.Equal(Enum.GetNames<HealthReason>().Order(), Constants(typeof(HealthReasonName)));
        Assert.Equal(Enum.GetNames<HealthVerdict>().Order(), Constants(typeof(HealthVerdictName)));
    }

    private static IEnumerable<string> Constants(Type type) => type.GetFields().Select(field => (string)field.GetRawConstantValue()!).Order();
}
