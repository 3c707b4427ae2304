using OnsDlq.Messages;
using OnsDlq.TestKit.ModuleHost;
using OnsDlq.Tests.Discovery;

namespace OnsDlq.Tests.Commands;

/// <summary>Get-OnsDlqMessage -First: emits the requested number, with hardly any further call.</summary>
public sealed class FirstMessagesTests
{
    [Theory]
    [InlineData(1, 2)]
    [InlineData(50, 2)]
    [InlineData(51, 3)]
    [InlineData(120, 3)]
    [InlineData(500, 3)]
    public async Task One_call_at_most_is_made_beyond_what_it_takes(int first, int mostCalls)
    {
        using var session = new CommandSession(CommandSession.Recent(120));

        var run = await session.RunAsync($"Get-OnsDlqMessage GID_a -First {first} -Connection $c");

        RunAssert.NoErrors(run);
        Assert.Equal(Enumerable.Range(1, Math.Min(first, 120)).Select(i => $"M{i}"), run.OutputAs<DeadLetter>().Select(one => one.MsgId));
        Assert.InRange(session.Client.Queries.Count, 1, mostCalls);
    }

    [Fact]
    public async Task What_a_filter_leaves_out_does_not_count()
    {
        var letters = CommandSession.Recent(120).Select((one, i) =>
            new DeadLetter(one.MsgId, one.GroupId, one.InstanceId, one.RegionId, one.StoreTimestamp) { Tag = i % 40 == 39 ? "paid" : "refund" });
        using var session = new CommandSession([.. letters]);

        var run = await session.RunAsync("Get-OnsDlqMessage GID_a -Tag paid -First 2 -Connection $c");

        Assert.Equal(["M40", "M80"], run.OutputAs<DeadLetter>().Select(one => one.MsgId));
        Assert.InRange(session.Client.Queries.Count, 2, 4);
    }

    [Fact]
    public async Task It_counts_over_all_groups_and_the_rest_is_not_called()
    {
        using var session = new CommandSession([.. CommandSession.Recent(2), .. CommandSession.Recent(2, "GID_b"), .. CommandSession.Recent(2, "GID_c")]);

        var run = await session.RunAsync(
            "'GID_a', 'GID_b', 'GID_c' | ForEach-Object { [pscustomobject]@{ GroupId = $_ } } | Get-OnsDlqMessage -First 3 -Connection $c");

        Assert.Equal(["GID_a", "GID_a", "GID_b"], run.OutputAs<DeadLetter>().Select(one => one.GroupId));
        Assert.Equal(["GID_a", "GID_b"], session.Client.Queries.Select(query => query.GroupId));
    }

    [Fact]
    public async Task Messages_by_ID_that_are_not_wanted_any_more_are_not_looked_for()
    {
        using var session = new CommandSession(CommandSession.Recent(3));

        var run = await session.RunAsync("Get-OnsDlqMessage GID_a M9, M2, M1, M3 -First 2 -Connection $c");

        Assert.Equal(["M2", "M1"], run.OutputAs<DeadLetter>().Select(one => one.MsgId));
        Assert.Equal(["MessageNotFound"], run.ErrorIds);
        Assert.Equal(["M9", "M2", "M1"], session.Client.Lookups);
    }

    [Fact]
    public async Task Bodies_are_read_of_those_only()
    {
        var letters = CommandSession.Recent(20).Select(one =>
            new DeadLetter(one.MsgId, one.GroupId, one.InstanceId, one.RegionId, one.StoreTimestamp) { Topic = "orders" });
        using var session = new DiscoverySession("MQ_INST_1", [.. letters]);

        var run = await session.RunAsync("Get-OnsDlqMessage GID_a -First 2 -IncludeBody -Connection $c");

        Assert.Equal(["M1", "M2"], run.OutputAs<DeadLetter>().Select(one => one.BodyText));
        Assert.Equal(["MQ_INST_1/orders/M1", "MQ_INST_1/orders/M2"], session.Bodies.Asked.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("-First 0")]
    [InlineData("-First -1")]
    [InlineData("-MinRound 0")]
    public async Task A_number_below_one_is_refused_before_anything_is_called(string parameter)
    {
        using var session = new CommandSession(CommandSession.Recent(1));

        var run = await session.RunAsync($"Get-OnsDlqMessage GID_a {parameter} -Connection $c");

        Assert.StartsWith("ParameterArgumentValidationError", run.TerminatingErrorId, StringComparison.Ordinal);
        Assert.Empty(session.Client.Queries);
    }
}
