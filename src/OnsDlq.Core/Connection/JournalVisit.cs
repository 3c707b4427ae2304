namespace OnsDlq.Connection;

/// <summary>A command's stay with a connection. May be disposed of more than once.</summary>
/// <param name="end">Ends it.</param>
internal sealed class JournalVisit(Action end) : IDisposable
{
    private Action? _end = end;

    /// <inheritdoc/>
    public void Dispose() => Interlocked.Exchange(ref _end, null)?.Invoke();
}
