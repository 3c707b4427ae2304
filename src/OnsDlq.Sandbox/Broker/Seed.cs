using System.Text.Json;
using OnsDlq.Sandbox.Control;

namespace OnsDlq.Sandbox.Broker;

/// <summary>
/// The initial content of a sandbox: <c>demo</c>, <c>none</c>, or a JSON file. The file has the body of <c>POST /_sandbox/messages</c>, or an
/// object with <c>messages</c> (the same), <c>instances</c> and <c>groups</c> (the bodies of the control API's operations of these names), and
/// <c>consumers</c>, <c>clients</c>, <c>traffic</c> and <c>traces</c> (lists of such bodies, which also create groups without dead letters).
/// </summary>
internal static class Seed
{
    private static readonly string[] Parts = ["messages", "instances", "groups", "consumers", "clients", "traffic", "traces"];

    /// <summary>Adds the content to a broker.</summary>
    /// <exception cref="SandboxInputException">The file cannot be read or is not valid; the message names it.</exception>
    public static void Load(string seed, SandboxBroker broker)
    {
        switch (seed)
        {
            case "none":
                break;
            case "demo":
                DemoSeed.Fill(broker);
                break;
            default:
                LoadFile(seed, broker);
                break;
        }
    }

    private static void LoadFile(string path, SandboxBroker broker)
    {
        try
        {
            using var file = File.OpenRead(path);
            using var json = JsonDocument.Parse(file);
            LoadJson(json.RootElement, broker);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new SandboxInputException($"The seed '{path}' is not demo or none, and no file that can be read: {e.Message}", e);
        }
        catch (JsonException e)
        {
            throw new SandboxInputException($"The seed file '{path}' is no JSON: {e.Message}", e);
        }
        catch (SandboxInputException e)
        {
            throw new SandboxInputException($"The seed file '{path}' cannot be used. {e.Message}", e);
        }
    }

    private static void LoadJson(JsonElement json, SandboxBroker broker)
    {
        if (json.ValueKind != JsonValueKind.Object || !Parts.Any(part => json.TryGetProperty(part, out _)))
        {
            broker.Add(SeedReader.Read(json, broker.Now));
            return;
        }

        var members = new JsonMembers(json, "the seed");
        var messages = members.Take("messages") is { } given ? SeedReader.Read(given, broker.Now) : [];
        var instances = members.Take("instances") is { } told ? ProfileReader.Instances(told, broker.Now) : [];
        var groups = members.Take("groups") is { } named ? ProfileReader.Groups(named, broker.Now) : [];
        var now = broker.Now;
        var consumers = Items(members, "consumers")
            .Select((item, index) => ConsumerReader.Read(new JsonMembers(item, $"consumer {index + 1}"), now)).ToList();
        var clients = Items(members, "clients").Select(ClientsReader.Read).ToList();
        var traffic = Items(members, "traffic").Select(TrafficReader.Read).ToList();
        var traces = Items(members, "traces");
        members.End();
        instances.ForEach(one => broker.Describe(one.InstanceId, one.Profile));
        groups.ForEach(one => broker.Describe(one.InstanceId, one.GroupId, one.Profile));
        broker.Add(messages);
        consumers.ForEach(setting => setting.ApplyTo(broker));
        clients.ForEach(one => broker.SetClients(one.InstanceId, one.GroupId, one.Change));
        traffic.ForEach(one => broker.SetTraffic(one.InstanceId, one.GroupId, one.Topic, one.Traffic));
        traces.ForEach(one => broker.SetTraces(new JsonMembers(one, "the traces")));
    }

    private static List<JsonElement> Items(JsonMembers members, string name) => members.Take(name) is not { } list ? []
        : list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray()]
        : throw new SandboxInputException($"'{name}' has to be an array.");
}
