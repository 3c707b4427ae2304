namespace OnsDlq.Holders;

/// <summary>The processes of an unsupported system: none is ever proven dead.</summary>
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
