using System.Management.Automation;
using OnsDlq.Errors;
using OnsDlq.Listing;
using OnsDlq.Messages;
using OnsDlq.TestKit.Services;
using OnsDlq.Tests.Discovery;

namespace OnsDlq.Tests.Commands;

/// <summary>Get-OnsDlqMessage -IncludeBody.</summary>
public sealed class IncludeBodyTests
{
    private const string List = "Get-OnsDlqMessage GID_a -IncludeBody -Connection $c";

    [Fact]
    public async Task Bodies_come_with_their_dead_letters_in_order()
    {
        using var session = Open(120);

        var run = await session.RunAsync(List);

        Assert.Empty(run.Errors);
        Assert.Empty(run.Warnings);
        var letters = run.OutputAs<DeadLetter>();
        Assert.Equal(Enumerable.Range(1, 120).Select(i => $"M{i}"), letters.Select(one => one.MsgId));
        Assert.All(letters, one => Assert.Equal((one.MsgId, true), (one.BodyText, one.BodyVerified)));
    }

    [Fact]
    public async Task Without_it_no_body_is_asked_for()
    {
        using var session = Open(3);

        var run = await session.RunAsync("Get-OnsDlqMessage GID_a -Connection $c");

        Assert.All(run.OutputAs<DeadLetter>(), one => Assert.Null(one.Body));
        Assert.Empty(session.Bodies.Asked);
    }

    [Fact]
    public async Task A_message_that_is_asked_for_by_ID_comes_with_its_body()
    {
        using var session = Open(3);

        var run = await session.RunAsync("Get-OnsDlqMessage GID_a M2 -IncludeBody -Connection $c");

        Assert.Equal("M2", run.OutputAs<DeadLetter>().Single().BodyText);
        Assert.Equal(["MQ_INST_1/orders/M2"], session.Bodies.Asked);
    }

    [Fact]
    public async Task A_body_that_is_no_text_is_given_as_bytes()
    {
        using var session = Open(1, crc: false);
        session.Bodies.Play = (_, _) => Task.FromResult<byte[]?>([0, 255]);

        var letter = (await session.RunAsync(List)).OutputAs<DeadLetter>().Single();

        Assert.Equal([0, 255], letter.RawBody);
        Assert.Equal("AP8=", letter.Body);
        Assert.Equal((null, null), (letter.BodyText, letter.BodyVerified));
    }

    [Fact]
    public async Task What_cannot_be_had_is_a_warning_about_the_message_and_not_the_end()
    {
        using var session = Open(3);
        session.Bodies.Play = (msgId, _) => msgId switch
        {
            "M1" => Task.FromResult<byte[]?>(null),
            "M2" => throw PagedClient.Failure(ErrorId.TimedOut),
            _ => Task.FromResult<byte[]?>("other"u8.ToArray()),
        };

        var run = await session.RunAsync(List);

        Assert.Empty(run.Errors);
        Assert.Equal([true, true, false], run.OutputAs<DeadLetter>().Select(one => one.Body is null));
        Assert.Collection(
            run.Warnings,
            gone => Assert.Contains("M1 cannot be had", gone, StringComparison.Ordinal),
            failed => Assert.Matches("M2 could not be read.*R-9", failed),
            differs => Assert.Contains("M3 has another checksum", differs, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Of_many_that_cannot_be_had_the_rest_is_told_by_number_once()
    {
        using var session = Open(120);
        session.Bodies.Play = (_, _) => Task.FromResult<byte[]?>(null);

        var run = await session.RunAsync(List);

        Assert.Equal(120, run.Output.Count);
        Assert.Equal(6, run.Warnings.Count);
        Assert.StartsWith("115 more", run.Warnings[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Trouble_that_every_call_would_meet_ends_the_command()
    {
        using var session = Open(120);
        session.Bodies.Play = (_, _) => throw PagedClient.Failure(ErrorId.AccessKeyInactive);

        var run = await session.RunAsync(List);

        Assert.Equal("AccessKeyInactive", run.TerminatingErrorId);
        Assert.Equal(ErrorCategory.AuthenticationError, run.TerminatingError!.CategoryInfo.Category);
        Assert.True(session.Bodies.Asked.Count <= BodyReader.InFlight);
    }

    [Fact]
    public async Task Who_takes_the_first_leaves_no_call_behind()
    {
        using var session = Open(120);
        session.Bodies.Play = async (msgId, cancellationToken) =>
        {
            if (msgId != "M1") await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            return [];
        };

        var run = await session.RunAsync($"foreach ($once in 1) {{ {List} | ForEach-Object {{ $_.MsgId; break }} }}");

        Assert.Equal(["M1"], run.OutputAs<string>());
        Assert.Equal(0, session.Bodies.Flying);
    }

    private static DiscoverySession Open(int count, bool crc = true)
    {
        var letters = CommandSession.Recent(count).Select(one => new DeadLetter(one.MsgId, one.GroupId, one.InstanceId, one.RegionId, one.StoreTimestamp)
        {
            Topic = "orders",
            BodyCrc = crc ? BodyChecksum.Of(System.Text.Encoding.UTF8.GetBytes(one.MsgId)) : null,
        });
        return new DiscoverySession("MQ_INST_1", [.. letters]);
    }
}
