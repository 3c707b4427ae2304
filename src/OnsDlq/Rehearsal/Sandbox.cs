using System.Diagnostics;
using System.Globalization;
using OnsDlq.Holders;

namespace OnsDlq.Rehearsal;

/// <summary>A local stand-in for the service, for one session. It ends with the PowerShell process at the latest.</summary>
public sealed class Sandbox
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly Process _process;
    private readonly Task _pumps;
    private readonly ThrowawayFolder _folder;
    private JoinFile? _joinFile;

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
        Rehearsal = new(
            Endpoint, RegionId, AccessKeyId, ready.AccessKeySecret, Path.Combine(folder.Path, "journal.db"), HolderIdentity.OfThisProcess.Current);
    }

    /// <summary>The address of the simulated service.</summary>
    public Uri Endpoint { get; }

    /// <summary>The address of the control API: it shows the ledger, and accepts messages, faults and clock changes.</summary>
    public Uri Control { get; }

    /// <summary>The simulated region.</summary>
    public string RegionId { get; }

    /// <summary>The ID of the access key that has all permissions there.</summary>
    public string AccessKeyId { get; }

    /// <summary>The ID of its process.</summary>
    public int ProcessId { get; }

    /// <summary>Whether its process still runs.</summary>
    public bool IsRunning => !_process.HasExited;

    /// <summary>
    /// What to type in another window, which then works with the same sandbox and the same journal; null where no other window can join.
    /// </summary>
    public string? SecondWindow =>
        _joinFile is null ? null : string.Create(CultureInfo.InvariantCulture, $"Connect-OnsDlq -Sandbox {Endpoint.Port}");

    /// <summary>What it takes to work with it. The journal is deleted with the sandbox.</summary>
    internal JoinableRehearsal Rehearsal { get; }

    /// <inheritdoc/>
    public override string ToString() => Endpoint.ToString();

    /// <summary>The secret of the access key: not valid anywhere else, but still not shown.</summary>
    internal string AccessKeySecret => Rehearsal.AccessKeySecret;

    /// <summary>Lets other windows of this user join.</summary>
    /// <exception cref="IOException">They cannot.</exception>
    /// <exception cref="UnauthorizedAccessException">The same, for lack of permission.</exception>
    internal void Open() => _joinFile = JoinFile.Write(Rehearsal);

    /// <summary>
    /// Closes its standard input, after which it ends; kills it where it does not end within 10 s. Its journal, which must not be in use any
    /// more, is deleted.
    /// </summary>
    internal async Task StopAsync()
    {
        _joinFile?.Dispose();
        await EndAsync(_process, _pumps).ConfigureAwait(false);
        _process.Dispose();
        _folder.Dispose();
    }

    /// <summary>Ends a process, and waits for it and for the tasks that read its output.</summary>
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
