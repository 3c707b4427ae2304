using System.Management.Automation;
using OnsDlq.Messages;
using OnsDlq.Summary;
using OnsDlq.TestKit.ModuleHost;
using OnsDlq.Tests.Discovery;

namespace OnsDlq.Tests.Commands;

public sealed class MeasureOnsDlqMessageTests : IDisposable
{
    private readonly DiscoverySession _session = new("MQ_INST_1", Letters());

    public void Dispose() => _session.Dispose();

    [Theory]
    [InlineData("Measure-OnsDlqMessage", "orders, paid=3 stock, (none)=2 orders, refund=1")]
    [InlineData("Measure-OnsDlqMessage Topic", "orders=4 stock=2")]
    [InlineData("Measure-OnsDlqMessage -Property tag", "paid=3 (none)=2 refund=1")]
    [InlineData("Measure-OnsDlqMessage Tenant, Topic", "t1, orders=3 t1, stock=2 t2, orders=1")]
    [InlineData("Measure-OnsDlqMessage GroupId, InstanceId", "GID_a, MQ_INST_1=6")]
    [InlineData("Where-Object Topic -EQ nothing | Measure-OnsDlqMessage", "")]
    public async Task Dead_letters_are_counted_by_what_is_named(string command, string expected)
    {
        var run = await _session.RunAsync($"Get-OnsDlqMessage GID_a -Connection $c | {command}");

        RunAssert.NoErrorsOrWarnings(run);
        Assert.Equal(expected, string.Join(' ', run.OutputAs<DeadLetterSummary>().Select(one => $"{one.Name}={one.Count}")));
    }

    [Fact]
    public async Task By_the_hour_they_go_by_time()
    {
        var run = await _session.RunAsync("Get-OnsDlqMessage GID_a -Connection $c | Measure-OnsDlqMessage Hour");

        RunAssert.NoErrorsOrWarnings(run);
        var hours = run.OutputAs<DeadLetterSummary>();
        Assert.Equal([1, 1, 1, 1, 1, 1], hours.Select(one => one.Count));
        Assert.Equal(hours.Select(one => one.First).Order(), hours.Select(one => one.First));
        Assert.All(hours, one => Assert.Equal(one.First.ToString("yyyy-MM-dd HH:00", System.Globalization.CultureInfo.InvariantCulture), one.Name));
    }

    [Fact]
    public async Task What_is_yet_to_expire_and_the_values_are_told()
    {
        var run = await _session.RunAsync("(Get-OnsDlqMessage GID_a -Connection $c | Measure-OnsDlqMessage Topic, Tag)[1] | ForEach-Object { $_.Values.Topic; $_.Values['tag']; $_.NextExpiry -gt [datetimeoffset]::Now; $_.Share }");

        RunAssert.NoErrorsOrWarnings(run);
        Assert.Equal(["stock", null, true, 2 / 6.0], run.Output.Select(one => one?.BaseObject));
    }

    [Fact]
    public async Task Dead_letters_may_be_an_argument_or_come_in_a_list()
    {
        var run = await _session.RunAsync(
            """
            $all = Get-OnsDlqMessage GID_a -Connection $c
            Measure-OnsDlqMessage GroupId -InputObject $all
            , $all | Measure-OnsDlqMessage GroupId
            """);

        RunAssert.NoErrorsOrWarnings(run);
        Assert.Equal([6, 6], run.OutputAs<DeadLetterSummary>().Select(one => one.Count));
    }

    [Theory]
    [InlineData("StoreTimestamp = '9223372036854775807'")]
    [InlineData("StoreTimestamp = 253402300799999")]
    [InlineData("StoreTimestamp = 1764000000123; BornTime = '9223372036854775807'")]
    public async Task A_time_of_a_file_that_is_out_of_range_is_an_error_about_its_row_and_the_rest_is_counted(string time)
    {
        var run = await _session.RunAsync(
            $"[pscustomobject]@{{ MsgId = 'M1'; GroupId = 'GID_a'; {time} }}, "
            + "[pscustomobject]@{ MsgId = 'M2'; GroupId = 'GID_a'; StoreTimestamp = 1764000000123 } | Measure-OnsDlqMessage GroupId");

        Assert.Null(run.Failure);
        Assert.Equal(["NotADeadLetter"], run.ErrorIds);
        Assert.Equal(1, Assert.Single(run.OutputAs<DeadLetterSummary>()).Count);
    }

    [Fact]
    public async Task What_is_no_dead_letter_is_an_error_about_it_and_the_rest_is_counted()
    {
        var run = await _session.RunAsync(
            """
            $all = Get-OnsDlqMessage GID_a -Connection $c
            $all[0], 5, $null, '', $all[1], [pscustomobject]@{ MsgId = 'M1'; Topic = 'orders' } | Measure-OnsDlqMessage GroupId
            """);

        Assert.Null(run.Failure);
        Assert.Equal(2, Assert.Single(run.OutputAs<DeadLetterSummary>()).Count);
        Assert.Equal(["NotADeadLetter", "NotADeadLetter", "NotADeadLetter", "NotADeadLetter"], run.ErrorIds);
        Assert.All(run.Errors, error => Assert.Equal(ErrorCategory.InvalidData, error.CategoryInfo.Category));
        Assert.Equal([5, null, ""], run.Errors.Take(3).Select(error => error.TargetObject));
        Assert.Contains("System.Int32", run.Errors[0].ErrorDetails.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_input_there_is_an_error_and_no_prompt()
    {
        var run = await _session.RunAsync("Measure-OnsDlqMessage");

        Assert.Null(run.Failure);
        Assert.Equal(["NotADeadLetter"], run.ErrorIds);
        Assert.Null(run.Errors[0].TargetObject);
    }

    [Fact]
    public async Task A_property_that_none_has_ends_the_command_and_those_there_are_are_told_harmlessly()
    {
        var run = await _session.RunAsync("Get-OnsDlqMessage GID_a -Connection $c | Measure-OnsDlqMessage Topic, Topik");

        Assert.Equal("UnknownProperty", run.TerminatingErrorId);
        var error = run.TerminatingError!;
        Assert.Equal((ErrorCategory.InvalidArgument, "Topik"), (error.CategoryInfo.Category, error.TargetObject));
        Assert.Matches("Topik.*Topic, Tag, Hour, .*, StoreTimestamp, .*tenant", error.ErrorDetails.Message);
        Assert.DoesNotContain(error.ErrorDetails.Message, char.IsControl);
        Assert.Empty(run.Output);
        Assert.Empty(run.Errors);
    }

    [Theory]
    [InlineData("-Property $null")]
    [InlineData("-Property @()")]
    [InlineData("-Property Topic, ''")]
    public async Task No_property_is_refused(string parameter)
    {
        var run = await _session.RunAsync($"Get-OnsDlqMessage GID_a -Connection $c | Measure-OnsDlqMessage {parameter}");

        Assert.StartsWith("ParameterArgumentValidationError", run.TerminatingErrorId, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    [Theory]
    [InlineData("Measure-OnsDlqMessage ", "Topic Tag Hour ArchivedAt")]
    [InlineData("Measure-OnsDlqMessage -Property re", "ReconsumeTimes RegionId ResendState")]
    [InlineData("Get-OnsDlqMessage GID_a | Measure-OnsDlqMessage Topic, ho", "Hour")]
    public async Task Tab_offers_what_every_dead_letter_has(string typed, string offered) =>
        Assert.StartsWith(offered, string.Join(' ', await _session.CompleteAsync(typed)), StringComparison.Ordinal);

    private static DeadLetter[] Letters()
    {
        var start = TimeProvider.System.GetUtcNow().AddHours(-8);
        (string Topic, string? Tag, string Tenant)[] kinds =
            [("stock", null, "t1"), ("orders", "refund", "t2"), ("orders", "paid", "t1"), ("orders", "paid", "t1"), ("stock", null, "t1"), ("orders", "paid", "t1")];
        return [.. kinds.Select((kind, i) => new DeadLetter($"M{i + 1}", "GID_a", "MQ_INST_1", "cn-hangzhou", start.AddHours(i).ToUnixTimeMilliseconds())
        {
            Topic = kind.Topic,
            Tag = kind.Tag,
            Properties = new Dictionary<string, string> { ["tenant"] = kind.Tenant, ["\u001b[2J"] = "" },
        })];
    }
}
