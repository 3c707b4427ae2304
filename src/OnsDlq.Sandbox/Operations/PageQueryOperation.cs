using System.Text.Json.Nodes;
using OnsDlq.Sandbox.Broker;
using OnsDlq.Sandbox.Protocol;

namespace OnsDlq.Sandbox.Operations;

/// <summary>OnsDLQMessagePageQueryByGroupId: one page of a group's dead letters in a time range.</summary>
internal sealed class PageQueryOperation(SandboxBroker broker)
    : GroupOperation(broker, "OnsDLQMessagePageQueryByGroupId", "mq:QueryDLQMessage", "mq:OnsInstanceBaseInfo")
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

    // A value that does not fit is out of range anyway, and is refused later.
    private static int AsInt(long number) => (int)Math.Clamp(number, int.MinValue, int.MaxValue);
}
