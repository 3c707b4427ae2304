using System.Text.Json.Nodes;

namespace OnsDlq.TestKit.Sandbox;

/// <summary>One test's use of a sandbox. At its end the faults, the clock and the listing behaviour of the sandbox are reset.</summary>
public sealed class SandboxLease : IAsyncDisposable
{
    private static readonly CallCount None = new(0, 0);

    private readonly int _number;
    private readonly IReadOnlyDictionary<string, CallCount> _before;
    private readonly Action<SandboxProcess> _giveBack;

    internal SandboxLease(SandboxProcess sandbox, int number, IReadOnlyDictionary<string, CallCount> before, Action<SandboxProcess> giveBack) =>
        (Sandbox, _number, _before, _giveBack) = (sandbox, number, before, giveBack);

    /// <summary>The sandbox. It still has the groups, keys and recorded calls of earlier tests.</summary>
    public SandboxProcess Sandbox { get; }

    /// <summary>A unique group ID that begins with this name.</summary>
    public string Group(string name) => FormattableString.Invariant($"GID_{name}_{_number}");

    /// <summary>How often an operation was called during this use.</summary>
    public async Task<CallCount> CallsOfAsync(string action, CancellationToken cancellationToken)
    {
        var calls = await CallsAsync(Sandbox, cancellationToken).ConfigureAwait(false);
        var (now, before) = (calls.GetValueOrDefault(action, None), _before.GetValueOrDefault(action, None));
        return new CallCount(now.Accepted - before.Accepted, now.Refused - before.Refused);
    }

    /// <summary>All calls since the sandbox was started, without its deliveries, which may be very many.</summary>
    internal static async Task<IReadOnlyDictionary<string, CallCount>> CallsAsync(SandboxProcess sandbox, CancellationToken cancellationToken) =>
        (await sandbox.GetLedgerAsync("none", cancellationToken).ConfigureAwait(false)).Calls;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await Sandbox.ClearFaultsAsync().ConfigureAwait(false);
            await Sandbox.PostAsync("clock", new JsonObject { ["offsetSeconds"] = 0, ["storedAheadSeconds"] = 0, ["date"] = "" }).ConfigureAwait(false);
            await Sandbox.PostAsync("listing", new JsonObject
            {
                ["none"] = "error",
                ["unknownTask"] = "error",
                ["order"] = "oldestFirst",
                ["shortBy"] = 0,
                ["bodies"] = "none",
                ["emptyEvery"] = 0,
                ["forgetEvery"] = 0,
                ["lookUp"] = "newest",
            }).ConfigureAwait(false);
        }
        catch
        {
            await Sandbox.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        _giveBack(Sandbox);
    }
}
