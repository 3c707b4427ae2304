using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using OnsDlq.Sandbox.Broker;
using OnsDlq.Sandbox.Control;
using OnsDlq.Sandbox.Operations;
using OnsDlq.Sandbox.Protocol;

namespace OnsDlq.Sandbox.Tests.Broker;

/// <summary>A broker with a clock that does not advance; its operations are called in the same way as by the protocol.</summary>
internal sealed class BrokerBench
{
    public const string Instance = "MQ_INST_1_TEST";
    public const string Group = "GID_test";

    private readonly List<IOperation> _operations;

    public BrokerBench(ResendAnswer answer = ResendAnswer.Note, MissingName missingName = MissingName.OwnerError)
    {
        Clock = new SandboxClock(new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 8, 0, 0, TimeSpan.Zero)));
        Ledger = new Ledger(Clock);
        Broker = new SandboxBroker(Clock, Ledger, missingName);
        _operations = [new PageQueryOperation(Broker), new GetByIdOperation(Broker), new ResendOperation(Broker, answer)];
    }

    public SandboxClock Clock { get; }

    public Ledger Ledger { get; }

    public SandboxBroker Broker { get; }

    public long Now => Broker.Now;

    /// <summary>Posts messages as JSON for the control API; single quotes stand for double quotes.</summary>
    public string[] Add(string json)
    {
        using var parsed = JsonDocument.Parse(json.Replace('\'', '"'));
        return [.. Broker.Add(SeedReader.Read(parsed.RootElement, Now)).SelectMany(ids => Enumerable.Range(0, ids.Count).Select(ids.At))];
    }

    /// <summary>Posts one message stored some minutes ago.</summary>
    public string AddOne(double minutesAgo, string more = "") =>
        Add($"{{'instanceId':'{Instance}','groupId':'{Group}','topic':'orders','storeTimestamp':{Ago(minutesAgo)}{more}}}")[0];

    /// <summary>Posts a batch stored evenly over a range.</summary>
    public string[] AddBatch(int count, double fromMinutesAgo, double toMinutesAgo, string more = "") =>
        Add($"{{'instanceId':'{Instance}','groupId':'{Group}','topic':'orders','count':{count},"
            + $"'from':'{Iso(fromMinutesAgo)}','to':'{Iso(toMinutesAgo)}'{more}}}");

    public long Ago(double minutes) => Now - (long)(minutes * 60_000);

    public void Advance(TimeSpan by) => Clock.Advance(by);

    public JsonObject Page(int page = 1, int? size = null, string? taskId = null, long? begin = null, long? end = null) =>
        Call("OnsDLQMessagePageQueryByGroupId",
            ("InstanceId", Instance), ("GroupId", Group), ("CurrentPage", Text(page)), ("PageSize", size is null ? null : Text(size.Value)),
            ("TaskId", taskId), ("BeginTime", Text(begin ?? 0)), ("EndTime", Text(end ?? Now)))["MsgFoundDo"]!.AsObject();

    /// <summary>The message IDs on a page.</summary>
    public static string[] Ids(JsonObject page) =>
        [.. page["MsgFoundList"]!["OnsRestMessageDo"]!.AsArray().Select(message => (string)message!["MsgId"]!)];

    /// <summary>Lists everything, page by page of one task.</summary>
    public JsonObject[] All(int size = 50)
    {
        var messages = new List<JsonObject>();
        string? taskId = null;
        for (int number = 1, last = 1; number <= last; number++)
        {
            var page = Page(number, size, taskId);
            (taskId, last) = ((string)page["TaskId"]!, (int)page["MaxPageCount"]!);
            messages.AddRange(page["MsgFoundList"]!["OnsRestMessageDo"]!.AsArray().Select(message => message!.AsObject()));
        }

        return [.. messages];
    }

    public JsonObject Get(string msgId) =>
        Call("OnsDLQMessageGetById", ("InstanceId", Instance), ("GroupId", Group), ("MsgId", msgId))["Data"]!.AsObject();

    /// <summary>Resends, and returns the IDs that the answer lists.</summary>
    public string[] Resend(string msgId) => Listed(
        Call("OnsDLQMessageResendById", ("InstanceId", Instance), ("GroupId", Group), ("MsgId", msgId)));

    public static string[] Listed(JsonObject answer) => [.. answer["Data"]!["MsgId"]!.AsArray().Select(id => (string)id!)];

    /// <summary>How often a message was delivered according to the ledger.</summary>
    public int Deliveries(string msgId) => Ledger.Deliveries().Where(delivery => delivery.MsgId == msgId).Sum(delivery => delivery.Count);

    public void SetConsumer(string consumer, string? msgId = null) =>
        Broker.SetConsumer(Instance, Group, msgId, ConsumerBehaviour.Parse(consumer));

    public IOperation Operation(string action) => _operations.Single(operation => operation.Action == action);

    public static OperationCall CallOf(string action, params (string Name, string? Value)[] parameters) => new(
        action,
        parameters.Where(parameter => parameter.Value is not null).ToDictionary(parameter => parameter.Name, parameter => parameter.Value!),
        new Caller("1234567890123456", "testid", "acs:ram::1234567890123456:root"),
        "cn-hangzhou",
        "REQUEST-1");

    public JsonObject Call(string action, params (string Name, string? Value)[] parameters) =>
        Operation(action).Execute(CallOf(action, parameters));

    /// <summary>The error code of a call that fails.</summary>
    public static string Refusal(Action call)
    {
        var error = Assert.Throws<OperationError>(call);
        Assert.Equal(400, error.Status);
        return error.Code;
    }

    private string Iso(double minutesAgo) => LedgerAnswer.Time(Ago(minutesAgo));

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
