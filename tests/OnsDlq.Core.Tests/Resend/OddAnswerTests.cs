using System.Text;
using OnsDlq.Core.Tests.Transport;
using OnsDlq.Messages;
using OnsDlq.Resend;
using OnsDlq.TestKit.Hostile;
using OnsDlq.Transport;

namespace OnsDlq.Core.Tests.Resend;

/// <summary>From the bytes of an answer to the outcome: only an unmistakable success counts as one.</summary>
public sealed class OddAnswerTests
{
    private static readonly string Own = Hostile.Message.MsgId;

    [Theory]
    [InlineData("""{"RequestId":"R"}""")]
    [InlineData("""{"RequestId":"R","Data":null}""")]
    [InlineData("""{"RequestId":"R","Data":{}}""")]
    [InlineData("""{"RequestId":"R","Data":[]}""")]
    [InlineData("""{"RequestId":"R","Data":{"MsgId":null}}""")]
    [InlineData("""{"RequestId":"R","Data":{"MsgId":[]}}""")]
    [InlineData("""{"RequestId":"R","Data":{"MsgId":{}}}""")]
    [InlineData("""{"RequestId":"R","Data":{"MsgId":{"MsgId":[]}}}""")]
    [InlineData("""{"requestId":"R","Code":null,"Message":"","HelpUrl":"https://help","Success":true,"Data":{"MsgId":[],"TraceId":"T"}}""")]
    [InlineData("\uFEFF{\"RequestId\":\"R\"}\n")]
    public async Task A_plain_success_is_accepted_in_every_form_it_may_come_in(string body) =>
        Assert.Equal(ResendStatus.Accepted, await OutcomeAsync(200, body));

    [Theory]
    [InlineData("""{"RequestId":"R","Data":{"MsgId":["OWN"]}}""")]
    [InlineData("""{"RequestId":"R","Data":{"MsgId":"OWN"}}""")]
    [InlineData("""{"RequestId":"R","Data":["OWN"]}""")]
    [InlineData("""{"RequestId":"R","Data":{"MsgId":["OWN","OWN"]}}""")]
    public async Task An_answer_that_lists_the_message_is_failed(string body) =>
        Assert.Equal(ResendStatus.Failed, await OutcomeAsync(200, body));

    [Theory]
    [InlineData("""{"RequestId":"R","Data":{"MsgId":[""]}}""")]
    [InlineData("""{"RequestId":"R","Data":{"MsgId":[null]}}""")]
    [InlineData("""{"RequestId":"R","Data":{"MsgId":[" "]}}""")]
    [InlineData("""{"RequestId":"R","Data":{"MsgId":[[]]}}""")]
    [InlineData("""{"RequestId":"R","Data":{"MsgId":[{}]}}""")]
    [InlineData("""{"RequestId":"R","Data":{"MsgId":["OWN",""]}}""")]
    [InlineData("""{"RequestId":"R","Data":{"MsgId":"\ud800"}}""")]
    [InlineData("""{"RequestId":"R","Data":{"MsgId":{"x":[]}}}""")]
    [InlineData("""{"RequestId":"R","Data":{"MsgId":false}}""")]
    [InlineData("""{"RequestId":"R","Data":""}""")]
    [InlineData("""{"RequestId":"R","Data":false}""")]
    [InlineData("""{"RequestId":"R","Data":0}""")]
    [InlineData("""{"RequestId":"R","Data":[{"MsgId":[]}]}""")]
    public async Task An_entry_that_is_no_ID_is_an_unexpected_one(string body) =>
        Assert.Equal(ResendStatus.Unknown, await OutcomeAsync(200, body));

    [Theory]
    [InlineData("""{"RequestId":"R","data":{"MsgId":["OWN"]}}""")]
    [InlineData("""{"RequestId":"R","Data":{"msgId":["A"]}}""")]
    [InlineData("""{"RequestId":"R","Data":{"MsgId":[],"FailedMsgId":["own"]}}""")]
    [InlineData("""{"RequestId":"R","MsgId":["A"]}""")]
    [InlineData("""{"RequestId":"R","Result":{"Failed":[{"Id":"OWN"}]}}""")]
    public async Task A_message_that_is_listed_elsewhere_is_not_overlooked(string body) =>
        Assert.Equal(ResendStatus.Unknown, await OutcomeAsync(200, body));

    [Theory]
    [InlineData("""{"RequestId":"R","Code":"OK"}""")]
    [InlineData("""{"RequestId":"R","Code":200}""")]
    [InlineData("""{"RequestId":"R","Code":{}, "Message":"no"}""")]
    [InlineData("""{"RequestId":"R","Code":{"x":1}}""")]
    [InlineData("""{"RequestId":"R","Code":"","Message":"no"}""")]
    [InlineData("""{"RequestId":"R","CODE":"Throttling"}""")]
    [InlineData("""{"RequestId":"R","Error":{"Code":"ONS_SYSTEM_ERROR"}}""")]
    [InlineData("""{"RequestId":"R","Data":{"MsgId":[],"ErrorCode":"ONS_SYSTEM_ERROR"}}""")]
    [InlineData("""{"RequestId":"R","Data":{"MsgId":[],"Inner":[{"message":"no"}]}}""")]
    [InlineData("""{"RequestId":"R","Success":false}""")]
    [InlineData("""{"RequestId":"R","Data":{"success":"false"}}""")]
    public async Task Whatever_speaks_of_an_error_is_no_success(string body) =>
        Assert.Equal(ResendStatus.Unknown, await OutcomeAsync(200, body));

    [Theory]
    [InlineData("""{"RequestId":"","Data":{"MsgId":[]}}""")]
    [InlineData("""{"RequestId":" "}""")]
    [InlineData("""{"RequestId":null}""")]
    [InlineData("""{"RequestId":7}""")]
    [InlineData("""{"RequestId":true}""")]
    [InlineData("""{"RequestId":{}}""")]
    [InlineData("{}")]
    public async Task Without_a_request_ID_nobody_knows_who_answered(string body) =>
        Assert.Equal(ResendStatus.Unknown, await OutcomeAsync(200, body));

    [Theory]
    [InlineData(200, """{"RequestId":"R","Data":{"MsgId":["OWN"]},"Data":{"MsgId":[]}}""")]
    [InlineData(200, """{"RequestId":"R","Data":{"MsgId":["OWN"],"MsgId":[]}}""")]
    [InlineData(200, """{"RequestId":"R","Code":"ONS_SYSTEM_ERROR","Code":null}""")]
    [InlineData(200, """{"RequestId":"R","X":[{"y":1,"Y":2}]}""")]
    [InlineData(200, """{"RequestId":"R","\ud800":1}""")]
    [InlineData(400, """{"RequestId":"R","Code":"ONS_SYSTEM_ERROR","Code":"Throttling.User"}""")]
    [InlineData(403, """{"RequestId":"R","Code":"Forbidden","code":"ONS_SYSTEM_ERROR"}""")]
    public async Task Of_a_member_that_is_named_twice_neither_counts(int status, string body) =>
        Assert.Equal(ResendStatus.Unknown, await OutcomeAsync(status, body));

    [Theory]
    [InlineData(200, "{\"RequestId\":\"R\"} x")]
    [InlineData(200, "{\"RequestId\":\"R\"}{}")]
    [InlineData(200, "{\"RequestId\":\"R\"}\0")]
    [InlineData(200, "{\"RequestId\":\"R\",}")]
    [InlineData(200, "// {\n{\"RequestId\":\"R\"}")]
    [InlineData(200, "{\"RequestId\":\"R\u00E9\"}")] // one byte in Latin-1, which is invalid UTF-8
    [InlineData(201, "{\"RequestId\":\"R\"}")]
    [InlineData(202, "{\"RequestId\":\"R\"}")]
    [InlineData(203, "{\"RequestId\":\"R\"}")]
    [InlineData(206, "{\"RequestId\":\"R\"}")]
    [InlineData(226, "{\"RequestId\":\"R\"}")]
    [InlineData(226, "{\"RequestId\":\"R\",\"Code\":\"Throttling\"}")]
    public async Task Only_a_200_that_is_JSON_to_its_last_octet_is_an_answer(int status, string latin1) =>
        Assert.Equal(ResendStatus.Unknown, await OutcomeAsync(status, Encoding.Latin1.GetBytes(latin1)));

    [Theory]
    [InlineData("HTTP/1.1 204 No Content\r\nx-acs-request-id: R\r\n\r\n")]
    [InlineData("HTTP/1.1 205 Reset Content\r\nx-acs-request-id: R\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nx-acs-request-id: R\r\nContent-Length: 0\r\n\r\n")]
    public async Task An_answer_without_a_body_is_none(string answer)
    {
        await using var server = HostileServer.Start(false, HostileAnswer.Raw(answer));

        Assert.Equal(ResendStatus.Unknown, await OutcomeAsync(server));
    }

    private static Task<ResendStatus> OutcomeAsync(int status, string body) =>
        OutcomeAsync(
            status,
            Encoding.UTF8.GetBytes(body.Replace("OWN", Own, StringComparison.Ordinal).Replace("own", Own.ToLowerInvariant(), StringComparison.Ordinal)));

    private static async Task<ResendStatus> OutcomeAsync(int status, byte[] body)
    {
        await using var server = HostileServer.Start(false, HostileAnswer.Reply(status, body));
        return await OutcomeAsync(server);
    }

    private static async Task<ResendStatus> OutcomeAsync(HostileServer server)
    {
        using var connection = Hostile.Open(server.Address);
        var outcome = await Judged(connection.ResendAsync());
        Assert.Single(server.Requests);
        return outcome;
    }

    private static async Task<ResendStatus> Judged(Task<OnsDlq.Operations.ResendAnswer> call)
    {
        try
        {
            return ResendClassifier.Judge(Own, await call).Status;
        }
        catch (ServiceException error)
        {
            return ResendClassifier.Judge(error).Status;
        }
    }
}
