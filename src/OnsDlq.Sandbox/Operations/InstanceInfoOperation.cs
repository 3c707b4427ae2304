using System.Globalization;
using System.Text.Json.Nodes;
using OnsDlq.Sandbox.Broker;
using OnsDlq.Sandbox.Protocol;

namespace OnsDlq.Sandbox.Operations;

/// <summary>OnsInstanceBaseInfo: one instance with its limits and addresses, which differ by its type.</summary>
internal sealed class InstanceInfoOperation(SandboxBroker broker) : OnsOperation("OnsInstanceBaseInfo", "mq:OnsInstanceBaseInfo")
{
    /// <inheritdoc/>
    public override string ResourceOf(OperationCall call) => Resource(call, call.Required("InstanceId"));

    /// <inheritdoc/>
    public override JsonObject Execute(OperationCall call)
    {
        var card = broker.Instance(call.Required("InstanceId"));
        var host = $"{card.InstanceId.ToLowerInvariant()}.{call.RegionId}.mq.example";
        var info = new JsonObject
        {
            ["InstanceId"] = card.InstanceId,
            ["InstanceName"] = card.Profile.Name ?? card.InstanceId,
            ["InstanceStatus"] = card.Profile.Status,
            ["InstanceType"] = card.Profile.Type,
            ["IndependentNaming"] = card.Profile.IndependentNaming,
            ["CreateTime"] = card.Profile.CreateTime.ToString(CultureInfo.InvariantCulture),
            ["MaxTps"] = card.Profile.MaxTps,
            ["TopicCapacity"] = card.Profile.TopicCapacity,
            ["Endpoints"] = Endpoints(card, host),
        };
        if (card.Profile.ReleaseTime is { } release) info["ReleaseTime"] = release.ToString(CultureInfo.InvariantCulture);
        if (card.Profile.Remark is { } remark) info["Remark"] = remark;
        return new JsonObject { ["InstanceBaseInfo"] = info };
    }

    // Only a platinum instance has an internet endpoint for TCP clients.
    private static JsonObject Endpoints(InstanceCard card, string host)
    {
        var endpoints = new JsonObject
        {
            ["TcpEndpoint"] = $"http://{host}:8080",
            ["HttpInternalEndpoint"] = $"http://http.{host}",
            ["HttpInternetEndpoint"] = $"http://http-internet.{host}",
            ["HttpInternetSecureEndpoint"] = $"https://http-internet.{host}",
        };
        if (card.Profile.IsPlatinum) endpoints["TcpInternetEndpoint"] = $"http://internet.{host}:8080";
        return endpoints;
    }
}
