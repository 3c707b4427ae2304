using System.Diagnostics;

namespace OnsDlq.Rehearsal;

/// <summary>A local stand-in for the service, run for one session. It ends with the PowerShell process at the latest.</summary>
public sealed class Sandbox
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly Process _process;
    private readonly Task _pumps;
    private readonly ThrowawayFolder _folder;

    internal Sandbox(Process process, Task pumps, SandboxReady ready, ThrowawayFolder folder)
    {
        _process = process;
        _pumps = pumps;
        _folder = folder;
        ProcessId = process.Id;
        Endpoint = ready.Endpoint;
        Control = ready.Control;
        RegionId = ready.RegionId;
        AccessKeyId = ready.AccessKeyId;
        AccessKeySecret = ready.AccessKeySecret;
    }

    /// <summary>The address that plays the service.</summary>
    public Uri Endpoint { get; }

    /// <summary>The address that shows the ledger and takes messages, faults and clock changes.</summary>
    public Uri Control { get; }

    /// <summary>The region it plays.</summary>
    public string RegionId { get; }

    /// <summary>The ID of the access key that may do everything there.</summary>
    public string AccessKeyId { get; }

    /// <summary>The ID of its process.</summary>
    public int ProcessId { get; }

    /// <summary>Whether its process still runs.</summary>
    public bool IsRunning => !_process.HasExited;

    /// <summary>The secret of the access key: worth nothing elsewhere, and still not shown.</summary>
    internal string AccessKeySecret { get; }

    /// <summary>Where the journal of the rehearsal is; it goes with the sandbox.</summary>
    internal string Journal => Path.Combine(_folder.Path, "journal.db");

    /// <inheritdoc/>
    public override string ToString() => Endpoint.ToString();

    /// <summary>
    /// Lets go of its standard input, upon which it ends; ends it by force where it does not within 10 s. Its journal, which nobody may use
    /// any more, goes with it.
    /// </summary>
    internal async Task StopAsync()
    {
        await EndAsync(_process, _pumps).ConfigureAwait(false);
        _process.Dispose();
        _folder.Dispose();
    }

    /// <summary>Ends a process and waits until it and what reads from it are gone.</summary>
    internal static async Task EndAsync(Process process, Task pumps)
    {
        process.StandardInput.Close();
        using (var patience = new CancellationTokenSource(Patience))
        {
            await process.WaitForExitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        }

        await pumps.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
