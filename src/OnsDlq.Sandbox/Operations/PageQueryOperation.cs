using System.Text.Json.Nodes;
using OnsDlq.Sandbox.Broker;
using OnsDlq.Sandbox.Protocol;

namespace OnsDlq.Sandbox.Operations;

/// <summary>OnsDLQMessagePageQueryByGroupId: pages through a group's dead letters of a time range.</summary>
internal sealed class PageQueryOperation(SandboxBroker broker)
    : DeadLetterOperation(broker, "OnsDLQMessagePageQueryByGroupId", "mq:QueryDLQMessage", "mq:OnsInstanceBaseInfo")
{
    /// <inheritdoc/>
    public override JsonObject Execute(OperationCall call)
    {
        var page = Broker.Page(new PageRequest(
            call.Optional("InstanceId"),
            call.Required("GroupId"),
            call.RequiredNumber("BeginTime"),
            call.RequiredNumber("EndTime"),
            AsInt(call.RequiredNumber("CurrentPage")),
            call.OptionalNumber("PageSize") is { } size ? AsInt(size) : null,
            call.Optional("TaskId")));

        var found = new JsonArray();
        foreach (var entry in page.Entries)
        {
            found.Add((JsonNode)DeadLetterJson.Of(page.Group, entry, Broker.Listing.ShowsBodies));
        }

        return new JsonObject
        {
            ["MsgFoundDo"] = new JsonObject
            {
                ["CurrentPage"] = page.Number,
                ["MaxPageCount"] = page.MaxPageCount,
                ["TaskId"] = page.TaskId,
                ["MsgFoundList"] = new JsonObject { ["OnsRestMessageDo"] = found },
            },
        };
    }

    // What does not fit is out of every bound as well.
    private static int AsInt(long number) => (int)Math.Clamp(number, int.MinValue, int.MaxValue);
}
