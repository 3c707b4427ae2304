namespace OnsDlq.Holders;

/// <summary>The processes of a system nobody knows here: none is ever proven dead.</summary>
internal sealed class UnknownProcesses : IProcessTable
{
    /// <inheritdoc/>
    public string Boot => "";

    /// <inheritdoc/>
    public string ProcessSpace => "";

    /// <inheritdoc/>
    public bool Exists(int processId) => true;

    /// <inheritdoc/>
    public long? StartOf(int processId) => null;
}
