using OnsDlq.Core.Tests.Transport;
using OnsDlq.Operations;
using OnsDlq.TestKit.Hostile;

namespace OnsDlq.Core.Tests.Operations;

public sealed class MessageDetailTests
{
    private const string Hello = """{"RequestId":"R-1","Data":{"Body":"aGVsbG8=","BodyStr":"hello","PropertyList":[{"Name":"a","Value":"b"}]}}""";

    [Fact]
    public async Task It_is_asked_for_by_GET_signed_as_such_and_once()
    {
        await using var server = HostileServer.Start(false, HostileAnswer.Reply(200, Hello));
        using var connection = Hostile.Open(server.Address);

        var body = await connection.Bodies.GetBodyAsync("MQ_INST_1", "orders", "0BC1", Hostile.Context, TestContext.Current.CancellationToken);

        Assert.Equal("hello"u8.ToArray(), body);
        var request = server.Requests.Single();
        Assert.StartsWith("GET /?InstanceId=MQ_INST_1&MsgId=0BC1&Topic=orders HTTP/1.1\r\n", request.Head, StringComparison.Ordinal);
        Assert.Equal("OnsMessageDetail", request.Header("x-acs-action"));
        Assert.Null(request.Header("Content-Length"));
    }

    [Fact]
    public async Task A_reused_connection_that_closes_is_repeated_by_us_alone_with_a_new_nonce()
    {
        await using var server = HostileServer.Start(
            false, HostileAnswer.InTurn(HostileAnswer.Reply(200, Hello), HostileAnswer.Close(), HostileAnswer.Reply(200, Hello)));
        using var connection = Hostile.Open(server.Address);

        for (var i = 0; i < 2; i++)
            await connection.Bodies.GetBodyAsync("MQ_INST_1", "orders", "0BC1", Hostile.Context, TestContext.Current.CancellationToken);

        Assert.Equal(["n1", "n2", "n3"], server.Requests.Select(request => request.Header("x-acs-signature-nonce")));
    }

    [Theory]
    [InlineData("x")]
    [InlineData("\\u0000")]
    [InlineData("\\ufffd")]
    public async Task The_largest_body_that_the_service_takes_is_read_however_its_text_is_written(string written)
    {
        var body = new byte[4 * 1024 * 1024];
        Array.Fill(body, (byte)0xFB); // in Base64 one character in four is a plus sign
        var encoded = Convert.ToBase64String(body).Replace("+", "\\u002b", StringComparison.Ordinal);
        var text = string.Concat(Enumerable.Repeat(written, body.Length));
        var answer = $$$"""{"RequestId":"R-1","Data":{"Body":"{{{encoded}}}","BodyStr":"{{{text}}}"}}""";
        await using var server = HostileServer.Start(false, HostileAnswer.Reply(200, answer));
        using var connection = Hostile.Open(server.Address);

        var read = await connection.Bodies.GetBodyAsync("MQ_INST_1", "orders", "0BC1", Hostile.Context, TestContext.Current.CancellationToken);

        Assert.Equal(body, read);
    }

    [Fact]
    public async Task An_answer_without_end_is_not_read_to_the_end()
    {
        await using var server = HostileServer.Start(false, HostileAnswer.Reply(200, new byte[66 * 1024 * 1024]));
        using var connection = Hostile.Open(server.Address);

        var error = await Hostile.FailsAsync(
            connection.Bodies.GetBodyAsync("MQ_INST_1", "orders", "0BC1", Hostile.Context, TestContext.Current.CancellationToken));

        Assert.Contains("more than 64 MiB", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_that_is_not_there_has_no_body()
    {
        await using var server = HostileServer.Start(false, HostileAnswer.Reply(400, """{"RequestId":"R-0","Code":"BIZ_NO_MESSAGE","Message":"nothing"}"""));
        using var connection = Hostile.Open(server.Address);

        Assert.Null(await connection.Bodies.GetBodyAsync("MQ_INST_1", "orders", "0BC1", Hostile.Context, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("""{"Data":{"Body":""}}""", "")]
    [InlineData("""{"Data":{"Body":"AP+A"}}""", "00FF80")]
    [InlineData("""{"Data":{"Body":"no base64!","BodyStr":"x"}}""", null)]
    [InlineData("""{"Data":{"BodyStr":"x"}}""", null)]
    [InlineData("""{"Data":{"Body":7}}""", null)]
    [InlineData("""{"Data":{"Body":null}}""", null)]
    [InlineData("""{"Data":"x"}""", null)]
    [InlineData("{}", null)]
    public void The_body_is_read_from_its_Base64_alone(string json, string? expected)
    {
        var body = MessageDetailCodec.Read(Answer.Of(json));

        Assert.Equal(expected, body is null ? null : Convert.ToHexString(body));
    }
}
