namespace OnsDlq.Holders;

/// <summary>The process that holds a claim, named so that another process can prove it dead.</summary>
/// <param name="Machine">The machine's name, for people.</param>
/// <param name="Boot">What is new at every boot of the kernel; a process of another boot proves nothing (a suspended copy may live).</param>
/// <param name="ProcessSpace">The space process IDs are counted in: two containers of one kernel share a boot, not their process IDs.</param>
/// <param name="ProcessId">The process ID.</param>
/// <param name="ProcessStart">When the process started, in the system's own unit, since a process ID is used again; 0 where unknown.</param>
internal sealed record ClaimHolder(string Machine, string Boot, string ProcessSpace, int ProcessId, long ProcessStart);
