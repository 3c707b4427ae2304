using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OnsDlq.Sandbox.Broker;
using OnsDlq.Sandbox.Faults;
using OnsDlq.Sandbox.Protocol;

namespace OnsDlq.Sandbox.Control;

/// <summary>
/// The control API under <c>/_sandbox</c>: unsigned, for this machine only. Invalid input is answered with 400 and <c>{"error":"…"}</c>, and
/// changes nothing.
/// </summary>
internal static class ControlEndpoints
{
    private const double MostOffsetSeconds = 10.0 * 365 * 24 * 60 * 60;

    private const double MostStoredAheadSeconds = 60 * 60;

    /// <summary>Adds the endpoints to a host.</summary>
    public static void Map(IEndpointRouteBuilder routes, SandboxBroker broker, FaultBook faults, Ledger ledger, SandboxClock clock)
    {
        var control = routes.MapGroup("/_sandbox");
        Add(control, "GET", "health", http => Answer(http, new { status = "ok", now = Now(clock) }));
        Add(control, "GET", "ledger", http => LedgerAnswer.WriteAsync(http, ledger, broker));
        Add(control, "GET", "tries", http => TriesAnswer.WriteAsync(http, broker));
        Add(control, "GET", "messages", http => MessagesAnswer.WriteAsync(http, broker));
        Add(control, "POST", "messages", http => Posted(http, json => AddMessages(json, broker)));
        Add(control, "POST", "consumers", http => Posted(http, json => SetConsumer(json, broker)));
        Add(control, "POST", "clients", http => Posted(http, json => SetClients(json, broker)));
        Add(control, "POST", "traffic", http => Posted(http, json => SetTraffic(json, broker)));
        Add(control, "POST", "instances", http => Posted(http, json => DescribeInstances(json, broker)));
        Add(control, "POST", "groups", http => Posted(http, json => DescribeGroups(json, broker)));
        Add(control, "POST", "listing", http => Posted(http, json => SetListing(json, broker)));
        Add(control, "POST", "traces", http => Posted(http, json => SetTraces(json, broker)));
        Add(control, "POST", "clock", http => Posted(http, json => SetClock(json, clock)));
        Add(control, "POST", "faults", http => Posted(http, json => AddFaults(json, faults)));
        Add(control, "DELETE", "faults", http =>
        {
            faults.Clear();
            return Answer(http, new { rules = 0 });
        });
    }

    private static object AddMessages(JsonElement json, SandboxBroker broker)
    {
        var added = broker.Add(SeedReader.Read(json, broker.Now));
        var count = added.Sum(ids => (long)ids.Count);

        // A client that adds more has to list them to get their IDs.
        const long MostIds = 100_000;
        return new
        {
            count,
            msgIds = count > MostIds ? null : added.SelectMany(ids => Enumerable.Range(0, ids.Count).Select(ids.At)),
        };
    }

    private static object SetConsumer(JsonElement json, SandboxBroker broker)
    {
        ConsumerReader.Read(new JsonMembers(json, "the consumer"), broker.Now).ApplyTo(broker);
        return new { status = "ok" };
    }

    private static object SetClients(JsonElement json, SandboxBroker broker)
    {
        var (instanceId, groupId, change) = ClientsReader.Read(json);
        broker.SetClients(instanceId, groupId, change);
        return new { status = "ok" };
    }

    private static object SetTraffic(JsonElement json, SandboxBroker broker)
    {
        var (instanceId, groupId, topic, traffic) = TrafficReader.Read(json);
        broker.SetTraffic(instanceId, groupId, topic, traffic);
        return new { status = "ok" };
    }

    private static object DescribeInstances(JsonElement json, SandboxBroker broker)
    {
        ProfileReader.Instances(json, broker.Now).ForEach(one => broker.Describe(one.InstanceId, one.Profile));
        return new { status = "ok" };
    }

    private static object DescribeGroups(JsonElement json, SandboxBroker broker)
    {
        ProfileReader.Groups(json, broker.Now).ForEach(one => broker.Describe(one.InstanceId, one.GroupId, one.Profile));
        return new { status = "ok" };
    }

    private static object SetListing(JsonElement json, SandboxBroker broker)
    {
        broker.Listing = broker.Listing.With(new JsonMembers(json, "the listing"));
        return new { status = "ok" };
    }

    private static object SetTraces(JsonElement json, SandboxBroker broker)
    {
        broker.SetTraces(new JsonMembers(json, "the traces"));
        return new { status = "ok" };
    }

    private static object AddFaults(JsonElement json, FaultBook faults)
    {
        faults.Add(FaultReader.Read(json));
        return new { rules = faults.Count };
    }

    private static object SetClock(JsonElement json, SandboxClock clock)
    {
        var members = new JsonMembers(json, "the clock");
        var advance = members.Number("advanceSeconds", -MostOffsetSeconds, MostOffsetSeconds);
        var offset = members.Number("offsetSeconds", -MostOffsetSeconds, MostOffsetSeconds);
        var date = members.Text("date");
        var storedAhead = members.Number("storedAheadSeconds", -MostStoredAheadSeconds, MostStoredAheadSeconds);
        members.End();
        switch (advance, offset)
        {
            case (null, null) when storedAhead is not null || date is not null:
                break;
            case ({ } by, null) when Math.Abs((clock.Offset + TimeSpan.FromSeconds(by)).TotalSeconds) <= MostOffsetSeconds:
                clock.Advance(TimeSpan.FromSeconds(by));
                break;
            case (null, { } to):
                clock.Offset = TimeSpan.FromSeconds(to);
                break;
            default:
                throw new SandboxInputException(
                    "The clock needs either 'advanceSeconds' or 'offsetSeconds' (or neither, with 'storedAheadSeconds' or 'date'), and stays within ten years of the machine's time.");
        }

        if (storedAhead is { } ahead) clock.StoredAhead = TimeSpan.FromSeconds(ahead);
        if (date is not null) clock.Date = date;
        return new { now = Now(clock), offsetSeconds = clock.Offset.TotalSeconds, storedAheadSeconds = clock.StoredAhead.TotalSeconds };
    }

    private static DateTime Now(SandboxClock clock) => clock.GetUtcNow().UtcDateTime;

    /// <summary>Reads the posted JSON, calls the action, and answers with its result.</summary>
    public static async Task Posted(HttpContext http, Func<JsonElement, object> act)
    {
        using var json = await JsonDocument.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted);
        await Answer(http, act(json.RootElement));
    }

    public static Task Answer(HttpContext http, object answer) => http.Response.WriteAsJsonAsync(answer, answer.GetType(), http.RequestAborted);

    /// <summary>Adds an endpoint that only this machine may call and that answers exceptions as errors.</summary>
    public static void Add(RouteGroupBuilder control, string method, string path, RequestDelegate handle) =>
        control.MapMethods(path, [method], http => Guarded(http, handle));

    private static async Task Guarded(HttpContext http, RequestDelegate handle)
    {
        if (http.Connection.RemoteIpAddress is { } remote && !IPAddress.IsLoopback(remote))
        {
            await Refuse(http, StatusCodes.Status403Forbidden, "The control API is for this machine only.");
            return;
        }

        try
        {
            await handle(http);
        }
        catch (Exception e) when (e is SandboxInputException or JsonException && !http.Response.HasStarted)
        {
            await Refuse(http, StatusCodes.Status400BadRequest, e is JsonException ? $"The body is no JSON: {e.Message}" : e.Message);
        }
        catch (OperationError e) when (!http.Response.HasStarted)
        {
            await Refuse(http, e.Status, $"{e.Code}: {e.Message}");
        }
        catch (BadHttpRequestException e) when (!http.Response.HasStarted)
        {
            await Refuse(http, e.StatusCode, e.Message);
        }
    }

    private static Task Refuse(HttpContext http, int status, string error)
    {
        http.Response.StatusCode = status;
        return Answer(http, new { error });
    }
}
