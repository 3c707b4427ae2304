using System.Globalization;
using System.Text.Json;
using OnsDlq.Sandbox.Control;

namespace OnsDlq.Sandbox.Broker;

/// <summary>
/// Reads the body of <c>POST /_sandbox/clients</c>:
/// <c>{"instanceId","groupId","clients"?,"subscriptions"?,"rebalanced"?,"model"?}</c>, where a client is
/// <c>{"clientId"?,"host"?,"language"?,"version"?,"subscriptions"?,"traces"?}</c>. Members that are left out keep their value.
/// </summary>
internal static class ClientsReader
{
    /// <summary>Reads the group that is named, and what changes.</summary>
    /// <exception cref="SandboxInputException">Something in it is not valid.</exception>
    public static (string InstanceId, string GroupId, Func<GroupClients, GroupClients> Change) Read(JsonElement json)
    {
        var members = new JsonMembers(json, "the clients");
        var (instanceId, groupId) = (members.RequiredText("instanceId"), members.RequiredText("groupId"));
        var clients = members.Take("clients") is { } list ? Clients(list) : null;
        var subscriptions = Subscriptions(members);
        var rebalanced = members.Flag("rebalanced");
        var model = members.OneOf("model", "clustering", "broadcasting");
        members.End();
        return (instanceId, groupId, old => old with
        {
            All = clients ?? old.All,
            Subscriptions = subscriptions ?? old.Subscriptions,
            Rebalanced = rebalanced ?? old.Rebalanced,
            Broadcasting = model is null ? old.Broadcasting : model == "broadcasting",
        });
    }

    private static List<ConsumerClient> Clients(JsonElement list) =>
        list.ValueKind == JsonValueKind.Array && list.GetArrayLength() > 0
            ? [.. list.EnumerateArray().Select((item, index) => Client(new JsonMembers(item, $"client {index + 1}"), index))]
            : throw new SandboxInputException("'clients' is an array that is not empty; a group goes offline by POST consumers.");

    private static ConsumerClient Client(JsonMembers members, int index)
    {
        var host = members.Text("host") ?? string.Create(CultureInfo.InvariantCulture, $"10.42.0.{31 + index}");
        var client = new ConsumerClient(members.Text("clientId") ?? host + ConsumerClient.Default.ClientId[ConsumerClient.Default.Host.Length..], host)
        {
            Language = members.Text("language") ?? ConsumerClient.Default.Language,
            Version = members.Text("version") ?? ConsumerClient.Default.Version,
            Subscriptions = Subscriptions(members),
            Traces = members.Take("traces") is { } traces ? Traces(new JsonMembers(traces, "'traces'")) : new(),
        };
        members.End();
        return client;
    }

    private static ConsumerTraces Traces(JsonMembers members)
    {
        var traces = ConsumerTraces.Read(members);
        members.End();
        return traces;
    }

    private static IReadOnlyDictionary<string, string>? Subscriptions(JsonMembers members) =>
        members.Has("subscriptions") ? members.NamedTexts("subscriptions") : null;
}
