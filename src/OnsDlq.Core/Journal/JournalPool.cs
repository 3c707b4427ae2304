using System.Collections.Concurrent;
using OnsDlq.Errors;

namespace OnsDlq.Journal;

/// <summary>
/// The journals that are open in this process: one for each location, shared by all who use it, closed with the last of them. May be used
/// by several threads at once.
/// </summary>
/// <param name="open">Opens a journal, making it where it does not exist.</param>
/// <param name="read">Opens a journal to read from it alone; null where that is no other than opening it.</param>
internal sealed class JournalPool(
    Func<JournalLocation, CancellationToken, Task<OpenedJournal>> open,
    Func<JournalLocation, CancellationToken, Task<IOpenedReader?>>? read = null)
{
    private Task _end = Task.CompletedTask;

    // A location stays known after its journal was closed; there are as few as a user names.
    private readonly ConcurrentDictionary<string, PooledJournal> _journals =
        new(OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);

    /// <summary>Opens a journal, or takes part in one that is open.</summary>
    /// <exception cref="JournalException">It cannot be used; nothing was changed.</exception>
    public Task<JournalHandle> OpenAsync(JournalLocation location, CancellationToken cancellationToken) =>
        _journals.GetOrAdd(location.Address, _ => new PooledJournal(token => OpenUnlessEndingAsync(location, token))).OpenAsync(cancellationToken);

    /// <summary>Opens a journal to read from it alone; null where there is none.</summary>
    /// <exception cref="JournalException">It cannot be read.</exception>
    public async Task<IOpenedReader?> OpenReaderAsync(JournalLocation location, CancellationToken cancellationToken) => read is null
        ? new PooledReader(await OpenAsync(location, cancellationToken).ConfigureAwait(false))
        : await read(location, cancellationToken).ConfigureAwait(false);

    /// <summary>Returns when a journal that nobody uses any more is closed; at once where it is in use or was never opened.</summary>
    public Task ClosedAsync(JournalLocation location) =>
        _journals.TryGetValue(location.Address, out var journal) ? journal.ClosedAsync() : Task.CompletedTask;

    /// <summary>
    /// Closes every journal, whoever uses it, because the process is about to end, and opens none meanwhile: what goes on beside, such as a
    /// listing that keeps its pace, would leave it in two files again.
    /// </summary>
    /// <param name="end">Ends where the process did not.</param>
    public Task CloseAsync(Task end)
    {
        Volatile.Write(ref _end, end);
        return Task.WhenAll(_journals.Values.Select(journal => journal.CloseAsync()));
    }

    private Task<OpenedJournal> OpenUnlessEndingAsync(JournalLocation location, CancellationToken cancellationToken) => Volatile.Read(ref _end).IsCompleted
        ? open(location, cancellationToken)
        : throw new JournalException(ErrorId.JournalUnreachable, location.Address, "The process is about to end: no journal is opened any more.");
}
