using System.Text.Json;
using Microsoft.AspNetCore.Http;
using OnsDlq.Sandbox.Broker;

namespace OnsDlq.Sandbox.Control;

/// <summary>
/// The answer of <c>GET /_sandbox/tries?groupId=…[&amp;instanceId=…][&amp;msgId=…]</c>: what really happened to the messages that were resent, or to
/// one message, with every delivery and every try by the service's own clock. Traces may lag, have gaps and other clocks; this has not.
/// </summary>
internal static class TriesAnswer
{
    private const int FlushEvery = 500;

    /// <summary>Writes it in parts (chunked).</summary>
    /// <exception cref="SandboxInputException">No group is named, or it has never had the message.</exception>
    /// <exception cref="Protocol.OperationError">There is no such group.</exception>
    public static async Task WriteAsync(HttpContext http, SandboxBroker broker)
    {
        string? Named(string name) => http.Request.Query[name].ToString() is { Length: > 0 } value ? value : null;
        var groupId = Named("groupId") ?? throw new SandboxInputException("Name the group: /_sandbox/tries?groupId=…");
        var histories = broker.Histories(Named("instanceId"), groupId, Named("msgId"));
        http.Response.ContentType = "application/json";
        await using var writer = new Utf8JsonWriter(http.Response.BodyWriter);
        writer.WriteStartObject();
        writer.WriteStartArray("messages");
        for (var i = 0; i < histories.Count; i++)
        {
            Write(writer, histories[i]);
            if (i % FlushEvery == 0) await writer.FlushAsync(http.RequestAborted);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        await writer.FlushAsync(http.RequestAborted);
    }

    private static void Write(Utf8JsonWriter writer, DeliveryHistory history)
    {
        writer.WriteStartObject();
        writer.WriteString("instanceId", history.InstanceId);
        writer.WriteString("groupId", history.GroupId);
        writer.WriteString("msgId", history.MsgId);
        writer.WriteString("topic", history.Deliveries[0].Topic);
        writer.WriteStartArray("deliveries");
        for (var i = 0; i < history.Deliveries.Count; i++) Write(writer, history.Deliveries[i], i == 0 ? "production" : "resend");
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, Delivery delivery, string cause)
    {
        writer.WriteStartObject();
        writer.WriteString("cause", cause);
        writer.WriteString("time", LedgerAnswer.Time(delivery.Start));
        writer.WriteString("state", delivery.State switch
        {
            DeliveryState.Waiting => "waiting",
            DeliveryState.Retrying => "retrying",
            DeliveryState.Consumed => "consumed",
            _ => "returned",
        });
        if (delivery.ReturnedAt is { } stored) writer.WriteString("returnedTime", LedgerAnswer.Time(stored));
        writer.WriteStartArray("tries");
        foreach (var one in delivery.Tries)
        {
            writer.WriteStartObject();
            writer.WriteString("time", LedgerAnswer.Time(one.Time));
            writer.WriteNumber("reconsumeTimes", one.ReconsumeTimes);
            writer.WriteString("result", one.Result switch
            {
                TryResult.Success => "success",
                TryResult.Failure => "failure",
                _ => "noReturn",
            });
            writer.WriteString("clientId", one.Client.ClientId);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
