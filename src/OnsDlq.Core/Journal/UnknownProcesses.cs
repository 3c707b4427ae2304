namespace OnsDlq.Journal;

/// <summary>The processes of a system nobody knows here: none is ever proven dead.</summary>
internal sealed class UnknownProcesses : IProcessTable
{
    /// <inheritdoc/>
    public string Machine => Environment.MachineName;

    /// <inheritdoc/>
    public string Boot => "";

    /// <inheritdoc/>
    public string ProcessSpace => "";

    /// <inheritdoc/>
    public int OwnId => Environment.ProcessId;

    /// <inheritdoc/>
    public bool Exists(int processId) => true;

    /// <inheritdoc/>
    public long? StartOf(int processId) => null;
}
