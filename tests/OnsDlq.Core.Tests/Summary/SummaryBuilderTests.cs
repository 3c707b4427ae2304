using System.Runtime.CompilerServices;
using OnsDlq.Messages;
using OnsDlq.Summary;

namespace OnsDlq.Core.Tests.Summary;

public sealed class SummaryBuilderTests
{
    private static readonly DateTimeOffset Noon = new(new DateTime(2026, 1, 5, 12, 0, 0, DateTimeKind.Local));

    [Fact]
    public void Each_combination_of_values_is_counted_the_most_first()
    {
        var found = Measure(["Topic", "Tag"], Message("a", "x"), Message("b", "x"), Message("b", "x"), Message("a", "y"), Message("b", "x"), Message("a", "y"));

        Assert.Equal([("b, x", 3), ("a, y", 2), ("a, x", 1)], found.Select(one => (one.Name, one.Count)));
        Assert.Equal([0.5, 2 / 6.0, 1 / 6.0], found.Select(one => one.Share));
        Assert.Equal([1, 2 / 3.0, 1 / 3.0], found.Select(one => one.Bar));
        Assert.All(found, one => Assert.Equal(["Topic", "Tag"], one.Property));
        Assert.Equal(("b", "x"), (found[0].Values["topic"], found[0].Values["Tag"]));
    }

    [Fact]
    public void Values_that_are_equal_but_for_their_order_place_or_case_are_different() =>
        Assert.Equal(
            ["a, b", "b, a", "A, b", "a, (none)", "(none), a", "a b, c", "a, b c"],
            Measure(
                ["Topic", "Tag"], Message("a", "b"), Message("b", "a"), Message("A", "b"), Message("a", null), Message(null, "a"), Message("a b", "c"), Message("a", "b c"))
                .Select(one => one.Name));

    [Fact]
    public void What_is_absent_and_what_is_empty_is_one_value_and_the_word_for_it_another()
    {
        var found = Measure(["Tag"], Message("a", null), Message("a", ""), Message("a", "(none)"));

        Assert.Equal([(null, 2), ("(none)", 1)], found.Select(one => (one.Values["Tag"], one.Count)));
    }

    [Fact]
    public void First_last_expiry_and_round_are_those_of_the_bucket()
    {
        var found = Measure(
            ["Topic"],
            Message("a", hours: -80), Message("a", hours: -70).WithResend(2, null, null), Message("a", hours: -71).WithResend(3, null, null), Message("a", hours: -1).WithResend(1, null, null),
            Message("b", hours: -80), Message("b", hours: -72));

        Assert.Equal((Noon.AddHours(-80), Noon.AddHours(-1), Noon.AddHours(1), 3), (found[0].First, found[0].Last, found[0].NextExpiry, found[0].HighestRound));
        // An entry that expires at this very moment is not counted as one that will expire.
        Assert.Equal((null, null), (found[1].NextExpiry, found[1].HighestRound));
        Assert.Equal(Noon.AddHours(-80).Offset, found[0].First.Offset);
    }

    [Fact]
    public void Hours_are_those_of_the_wall_clock_in_the_order_of_time()
    {
        var found = Measure(
            ["hour"], Message("a", hours: -1), Message("a", hours: -0.6), Message("a", hours: -25), Message("a", hours: 0), Message("a", hours: -0.1),
            Message("a", hours: 0.5));

        Assert.Equal([("2026-01-04 11:00", 1), ("2026-01-05 11:00", 3), ("2026-01-05 12:00", 2)], found.Select(one => (one.Name, one.Count)));
        Assert.Equal(Noon.AddHours(-1).LocalDateTime, found[1].Values["Hour"]);
    }

    [Fact]
    public void Within_an_hour_the_most_come_first() =>
        Assert.Equal(
            ["2026-01-05 11:00, y", "2026-01-05 11:00, x", "2026-01-05 12:00, x"],
            Measure(
                ["Hour", "Tag"], Message("a", "x", 0), Message("a", "x", 0), Message("a", "x", 0), Message("a", "x", -1), Message("a", "y", -1), Message("a", "y", -0.5))
                .Select(one => one.Name));

    [Fact]
    public void Several_keys_are_one_value() =>
        Assert.Equal(
            [("k1 k2", 2), ("(none)", 1)],
            Measure(["Key"], Keyed("k1", "k2"), Keyed(), Keyed("k1", "k2")).Select(one => (one.Name, one.Count)));

    [Fact]
    public void A_business_property_is_found_by_its_name_and_else_without_regard_to_case()
    {
        var found = Measure(
            ["tenant", "Orderid"], With(("tenant", "t1"), ("orderId", "o")), With(
                ("Tenant", "t1"), ("tenant", "t2"), ("orderId", "o")), With(("Tenant", "t1"), ("ORDERID", "o")));

        Assert.Equal([("t1, o", 2), ("t2, o", 1)], found.Select(one => (one.Name, one.Count)));
        Assert.Equal(["tenant", "Orderid"], found[0].Property);
    }

    [Fact]
    public void A_property_that_no_dead_letter_has_is_unknown_and_others_are_told()
    {
        var summary = new SummaryBuilder(["Topik", "Topic", "region"], Noon);
        Assert.Empty(summary.Unknown);

        summary.Add(With(("tenant", "t1")));
        Assert.Equal(["Topik", "region"], summary.Unknown);
        summary.Add(With(("REGION", "")));

        Assert.Equal(["Topik"], summary.Unknown);
        Assert.Equal(["REGION", "tenant"], summary.BusinessNames);
    }

    [Fact]
    public void Names_to_tell_are_kept_within_bounds()
    {
        var summary = new SummaryBuilder(["nothing"], Noon);

        for (var i = 0; i < 1000; i++) summary.Add(With(($"p{i}", "v")));

        Assert.Equal(SummaryBuilder.MostNames, summary.BusinessNames.Count);
    }

    [Fact]
    public void Every_property_but_body_and_dictionary_can_be_counted_by()
    {
        var letter = Message("a").WithResend(2, ResendStatus.Accepted, Noon).AsNewest([1]);

        Assert.Equal(
            typeof(DeadLetter).GetProperties().Select(property => property.Name).Except(["Body", "Properties"]).Append("Hour").Order(StringComparer.Ordinal),
            SummaryProperty.Known.Order(StringComparer.Ordinal));
        Assert.All(SummaryProperty.Known, name => Assert.Equal([name], Assert.Single(Measure([name.ToUpperInvariant()], letter)).Property));
        Assert.Equal("Accepted", Assert.Single(Measure(["ResendState"], letter)).Name);
        Assert.Equal(StatusName.Accepted, Assert.Single(Measure(["ResendState"], letter)).Values["ResendState"]);
    }

    [Fact]
    public void A_name_given_twice_counts_once_and_no_dead_letter_is_no_summary()
    {
        Assert.Equal(["Tag"], Assert.Single(Measure(["Tag", "tag"], Message("a"))).Property);
        Assert.Empty(Measure(["Tag"]));
    }

    [Fact]
    public void Many_dead_letters_of_few_values_are_few_summaries()
    {
        var summary = new SummaryBuilder(["Topic", "Tag", "Hour"], Noon);

        for (var i = 0; i < 100_000; i++) summary.Add(Message($"t{i % 3}", $"g{i % 2}", hours: -(i % 5)));

        var found = summary.Summarize().ToArray();
        Assert.Equal((30, 100_000), (found.Length, found.Sum(one => one.Count)));
        Assert.Equal(1, found.Sum(one => one.Share), precision: 9);
    }

    [Fact]
    public void No_dead_letter_is_kept()
    {
        var summary = new SummaryBuilder(["Topic", "Hour", "tenant"], Noon);
        WeakReference[] letters = [.. Enumerable.Range(0, 100).Select(_ => Added(summary))];

        GC.Collect();

        Assert.DoesNotContain(letters, letter => letter.IsAlive);
        Assert.Equal(100, Assert.Single(summary.Summarize()).Count);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference Added(SummaryBuilder summary)
    {
        var letter = With(("tenant", "t1"));
        summary.Add(letter);
        return new WeakReference(letter);
    }

    private static IReadOnlyList<DeadLetterSummary> Measure(string[] properties, params DeadLetter[] letters)
    {
        var summary = new SummaryBuilder(properties, Noon);
        foreach (var letter in letters) summary.Add(letter);
        Assert.Empty(summary.Unknown);
        return [.. summary.Summarize()];
    }

    private static DeadLetter Message(string? topic, string? tag = null, double hours = 0) => Make(hours, topic, tag, [], []);

    private static DeadLetter Keyed(params string[] keys) => Make(0, "a", null, keys, []);

    private static DeadLetter With(params (string Name, string Value)[] properties) =>
        Make(0, "a", null, [], properties.ToDictionary(one => one.Name, one => one.Value));

    private static DeadLetter Make(double hours, string? topic, string? tag, string[] keys, Dictionary<string, string> properties) =>
        new("M1", "GID_a", "I", "cn-hangzhou", Noon.AddHours(hours).ToUnixTimeMilliseconds()) { Topic = topic, Tag = tag, Key = [.. keys], Properties = properties };
}
