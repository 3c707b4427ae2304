namespace OnsDlq.Holders;

/// <summary>Reads the system's processes; what the system does not show is empty or null, and then proves nothing.</summary>
internal interface IProcessTable
{
    string Machine => Environment.MachineName;

    /// <summary>An ID that is new at every boot; empty where the system does not show it.</summary>
    string Boot { get; }

    /// <summary>The namespace of process IDs and start times; empty where the system does not show it.</summary>
    string ProcessSpace { get; }

    /// <summary>The ID of this process.</summary>
    int OwnId => Environment.ProcessId;

    /// <summary>Whether a process with that ID runs in this process's namespace, of whatever user.</summary>
    bool Exists(int processId);

    /// <summary>When a process started, in the system's own unit; null where the system does not show it.</summary>
    long? StartOf(int processId);
}
