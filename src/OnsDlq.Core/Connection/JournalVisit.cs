namespace OnsDlq.Connection;

/// <summary>The use of a connection by one command. May be disposed of more than once.</summary>
/// <param name="end">Called once, at the end.</param>
internal sealed class JournalVisit(Action end) : IDisposable
{
    private Action? _end = end;

    /// <inheritdoc/>
    public void Dispose() => Interlocked.Exchange(ref _end, null)?.Invoke();
}
