using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using OnsDlq.Sandbox.Broker;

namespace OnsDlq.Sandbox.Control;

/// <summary>
/// The answer of <c>GET /_sandbox/ledger</c>. A delivery is counted when the resend is executed; <c>waiting</c> says how many of a message's
/// deliveries still wait for a consumer to come online. With <c>?callTimes=true</c> it has the time of every call, too; with <c>?groupId=…</c>
/// only the deliveries of one group.
/// </summary>
internal static class LedgerAnswer
{
    private const int FlushEvery = 1000;

    /// <summary>Writes it in parts (chunked), so that a million deliveries need not be in memory as text.</summary>
    public static async Task WriteAsync(HttpContext http, Ledger ledger, SandboxBroker broker)
    {
        var callTimes = http.Request.Query["callTimes"] == "true";
        var groupId = http.Request.Query["groupId"].ToString();
        http.Response.ContentType = "application/json";
        await using var writer = new Utf8JsonWriter(http.Response.BodyWriter);
        writer.WriteStartObject();
        writer.WriteStartArray("deliveries");
        var written = 0;
        foreach (var delivery in ledger.Deliveries(groupId.Length == 0 ? null : groupId))
        {
            Write(writer, delivery, broker.WaitingOf(delivery.InstanceId, delivery.GroupId, delivery.MsgId));
            if (++written % FlushEvery == 0)
            {
                await writer.FlushAsync(http.RequestAborted);
            }
        }

        writer.WriteEndArray();
        writer.WriteStartObject("calls");
        foreach (var (action, calls) in ledger.Calls().OrderBy(call => call.Key, StringComparer.Ordinal))
        {
            writer.WriteStartObject(action);
            writer.WriteNumber("accepted", calls.Accepted.Count);
            writer.WriteNumber("refused", calls.Refused.Count);
            if (callTimes)
            {
                WriteTimes(writer, "acceptedTimes", calls.Accepted);
                WriteTimes(writer, "refusedTimes", calls.Refused);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
        await writer.FlushAsync(http.RequestAborted);
    }

    /// <summary>A time (Unix ms) in the format of the control API, such as 2026-11-23T08:00:00.123Z.</summary>
    public static string Time(long milliseconds) =>
        DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static void Write(Utf8JsonWriter writer, DeliveryRecord delivery, int waiting)
    {
        writer.WriteStartObject();
        writer.WriteString("instanceId", delivery.InstanceId);
        writer.WriteString("groupId", delivery.GroupId);
        writer.WriteString("msgId", delivery.MsgId);
        writer.WriteNumber("count", delivery.Count);
        writer.WriteNumber("waiting", waiting);
        WriteTimes(writer, "times", delivery.Times);
        writer.WriteEndObject();
    }

    private static void WriteTimes(Utf8JsonWriter writer, string name, IEnumerable<long> times)
    {
        writer.WriteStartArray(name);
        foreach (var time in times)
        {
            writer.WriteStringValue(Time(time));
        }

        writer.WriteEndArray();
    }
}
