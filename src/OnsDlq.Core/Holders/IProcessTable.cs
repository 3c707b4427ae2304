namespace OnsDlq.Holders;

/// <summary>What a system tells of its processes; whatever it will not tell is empty or null, and then proves nothing.</summary>
internal interface IProcessTable
{
    string Machine => Environment.MachineName;

    /// <summary>What is new at every boot of the kernel; empty where the system does not tell.</summary>
    string Boot { get; }

    /// <summary>The space in which process IDs and start times are counted; empty where the system does not tell.</summary>
    string ProcessSpace { get; }

    /// <summary>The ID of this process.</summary>
    int OwnId => Environment.ProcessId;

    /// <summary>Whether a process of that ID runs in this process's space, whosever it is.</summary>
    bool Exists(int processId);

    /// <summary>When a process started, in the system's own unit; null where the system does not tell.</summary>
    long? StartOf(int processId);
}
