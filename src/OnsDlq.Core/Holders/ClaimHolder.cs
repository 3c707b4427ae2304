namespace OnsDlq.Holders;

/// <summary>The process that holds a claim, identified so that another process can prove that it is dead.</summary>
/// <param name="Machine">The machine's name, for people.</param>
/// <param name="Boot">
/// An ID that is new at every boot. A different boot does not prove a process dead: a suspended copy of the machine may still run.
/// </param>
/// <param name="ProcessSpace">The PID namespace: two containers on one kernel have the same boot ID, but different PID namespaces.</param>
/// <param name="ProcessId">The process ID.</param>
/// <param name="ProcessStart">When the process started, in the system's own unit, since process IDs are reused; 0 where unknown.</param>
internal sealed record ClaimHolder(string Machine, string Boot, string ProcessSpace, int ProcessId, long ProcessStart);
