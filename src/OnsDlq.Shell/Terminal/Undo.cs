namespace OnsDlq.Shell.Terminal;

/// <summary>Takes back, when disposed, what was set for a while.</summary>
internal sealed class Undo(Action undo) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose() => undo();
}
