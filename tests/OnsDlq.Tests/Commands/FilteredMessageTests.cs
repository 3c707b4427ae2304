using System.Management.Automation;
using OnsDlq.Messages;
using OnsDlq.TestKit.ModuleHost;

namespace OnsDlq.Tests.Commands;

/// <summary>Get-OnsDlqMessage -Topic, -Tag and -Key.</summary>
public sealed class FilteredMessageTests
{
    private static readonly DeadLetter[] Letters =
    [
        Message("M1", "orders", "paid", "order-1"),
        Message("M2", "Orders", "refund", "order-2", "customer-7"),
        Message("M3", "stock", null, "order-[3]"),
        Message("M4", null, ""),
        Message("M5", "stock-old", "paid"),
    ];

    [Theory]
    [InlineData("-Topic orders", "M1 M2")]
    [InlineData("-Topic stock*", "M3 M5")]
    [InlineData("-Topic stock", "M3")]
    [InlineData("-Topic stock, ord*", "M1 M2 M3")]
    [InlineData("-Topic ''", "M4")]
    [InlineData("-Topic ?*", "M1 M2 M3 M5")]
    [InlineData("-Topic *", "M1 M2 M3 M4 M5")]
    [InlineData("-Topic nothing*", "")]
    [InlineData("-Topic @()", "")]
    [InlineData("-Tag PAID", "M1 M5")]
    [InlineData("-Tag ''", "M3 M4")]
    [InlineData("-Tag '', refund", "M2 M3 M4")]
    [InlineData("-Key order-?", "M1 M2")]
    [InlineData("-Key customer-7", "M2")]
    [InlineData("-Key order-2, customer-7", "M2")]
    [InlineData("-Key ''", "M4 M5")]
    [InlineData("-Key 'order-[12]'", "M1 M2")]
    [InlineData("-Key ([WildcardPattern]::Escape('order-[3]'))", "M3")]
    [InlineData("-Topic orders -Tag paid", "M1")]
    [InlineData("-Topic orders -Tag paid -Key customer*", "")]
    [InlineData("-MsgId M1, M2, M3 -Tag p*, r*", "M1 M2")]
    public async Task What_fits_is_listed(string filter, string expected)
    {
        var run = await ListAsync(filter, Letters);

        RunAssert.NoErrorsOrWarnings(run);
        Assert.Equal(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries), run.OutputAs<DeadLetter>().Select(letter => letter.MsgId));
    }

    [Theory]
    [InlineData("-Topic")]
    [InlineData("-Tag")]
    [InlineData("-Key")]
    public async Task A_variable_that_holds_nothing_is_not_taken_for_no_filter(string parameter)
    {
        using var session = new CommandSession(Letters);

        var run = await session.RunAsync($"Get-OnsDlqMessage GID_a {parameter} $mistyped -Connection $c");

        Assert.StartsWith("ParameterArgumentValidationError", run.TerminatingErrorId, StringComparison.Ordinal);
        Assert.Empty(session.Client.Queries);
    }

    [Theory]
    [InlineData("Get-OnsDlqMessage GID_a -Tag 'a[' -Connection $c", "a[")]
    [InlineData("Get-OnsDlqMessage GID_a M1 -Key x, 'b[c' -Connection $c", "b[c")]
    public async Task What_is_no_pattern_ends_the_command_before_anything_is_called(string script, string target)
    {
        using var session = new CommandSession(Letters);

        var run = await session.RunAsync(script);

        Assert.Equal("InvalidPattern", run.TerminatingErrorId);
        Assert.Equal(ErrorCategory.InvalidArgument, run.TerminatingError!.CategoryInfo.Category);
        Assert.Equal(target, run.TerminatingError.TargetObject);
        Assert.Empty(run.Errors);
        Assert.Empty(session.Client.Queries);
        Assert.Empty(session.Client.Lookups);
    }

    private static DeadLetter Message(string msgId, string? topic, string? tag, params string[] keys)
    {
        var recent = CommandSession.Recent(1)[0];
        return new DeadLetter(msgId, recent.GroupId, recent.InstanceId, recent.RegionId, recent.StoreTimestamp) { Topic = topic, Tag = tag, Key = [.. keys] };
    }

    private static async Task<ModuleRun> ListAsync(string filter, DeadLetter[] letters)
    {
        using var session = new CommandSession(letters);
        return await session.RunAsync($"Get-OnsDlqMessage GID_a {filter} -Connection $c");
    }
}
