using System.Text.Json;

namespace OnsDlq.Shell.Rehearsal;

/// <summary>What the sandbox itself counted.</summary>
/// <param name="Deliveries">How often each message was delivered to its consumers by a resend.</param>
/// <param name="Executed">How many resend calls were executed.</param>
/// <param name="Refused">How many were refused or lost before that.</param>
internal sealed record SandboxLedger(IReadOnlyDictionary<string, int> Deliveries, int Executed, int Refused)
{
    private const string Resend = "OnsDLQMessageResendById";

    /// <summary>Reads the ledger as the control API gives it.</summary>
    public static SandboxLedger Read(JsonElement json)
    {
        var deliveries = json.GetProperty("deliveries").EnumerateArray().ToDictionary(
            delivery => delivery.GetProperty("msgId").GetString()!, delivery => delivery.GetProperty("count").GetInt32());
        return json.GetProperty("calls").TryGetProperty(Resend, out var calls)
            ? new SandboxLedger(deliveries, calls.GetProperty("accepted").GetInt32(), calls.GetProperty("refused").GetInt32())
            : new SandboxLedger(deliveries, 0, 0);
    }
}
