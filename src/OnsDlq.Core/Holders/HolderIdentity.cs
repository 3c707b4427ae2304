namespace OnsDlq.Holders;

/// <summary>Identifies this process as a holder of claims, and tells whether other holders are proven dead.</summary>
internal sealed class HolderIdentity(IProcessTable processes)
{
    /// <summary>The identity of this process.</summary>
    public static HolderIdentity OfThisProcess { get; } = new(SystemProcesses());

    /// <summary>This process.</summary>
    public ClaimHolder Current { get; } = new(
        processes.Machine, processes.Boot, processes.ProcessSpace, processes.OwnId, processes.StartOf(processes.OwnId) ?? 0);

    /// <summary>Whether a holder's process can be seen from here: it ran in the same boot and PID namespace as this process.</summary>
    public bool Sees(ClaimHolder holder) =>
        holder.Machine == Current.Machine && Same(holder.Boot, Current.Boot) && Same(holder.ProcessSpace, Current.ProcessSpace);

    /// <summary>
    /// Whether a holder is proven dead: no process with its ID runs, or only one that started at another time. A process that cannot be seen from
    /// here is not proven dead.
    /// </summary>
    public bool IsProvenDead(ClaimHolder holder)
    {
        if (!Sees(holder)) return false;
        if (!processes.Exists(holder.ProcessId)) return true;
        return holder.ProcessStart != 0 && processes.StartOf(holder.ProcessId) is { } start && start != holder.ProcessStart;
    }

    private static bool Same(string one, string other) => one.Length > 0 && one == other;

    private static IProcessTable SystemProcesses()
    {
        if (OperatingSystem.IsLinux()) return new LinuxProcesses("/proc");
        if (OperatingSystem.IsWindows()) return new WindowsProcesses();
        if (OperatingSystem.IsMacOS()) return new MacProcesses();
        return new UnknownProcesses();
    }
}
