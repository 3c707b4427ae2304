using System.Collections.Concurrent;

namespace OnsDlq.Sandbox.Protocol;

/// <summary>Counts calls by region, operation and account, so that all keys of an account share a quota.</summary>
internal sealed class QuotaBook(QuotaSetting setting, TimeProvider clock)
{
    private readonly ConcurrentDictionary<(string Region, string Action, string Account), QuotaWindow> _windows = new();

    /// <summary>Counts the call of an Ons operation.</summary>
    /// <exception cref="OperationError"><c>Throttling.User</c>, with the time until the next window.</exception>
    public void Take(OperationCall call)
    {
        if (setting.IsOff) return;
        if ((setting.Override ?? QuotaTable.Of(call.Action)) is not { } quota) return;
        var window = _windows.GetOrAdd((call.RegionId, call.Action, call.Caller.AccountId), _ => new QuotaWindow(quota));
        if (window.Take(clock.GetUtcNow()) is { } wait) throw GatewayErrors.Throttled((int)Math.Ceiling(wait.TotalMilliseconds));
    }
}
