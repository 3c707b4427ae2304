using System.Collections.Concurrent;
using OnsDlq.Errors;

namespace OnsDlq.Journal;

/// <summary>
/// The open journals of this process: one for each location, shared by all its users (ref-counting), closed with the last of them. Thread-safe.
/// </summary>
/// <param name="open">Opens a journal; creates it where it does not exist.</param>
/// <param name="read">Opens a journal read-only; null where that kind has no read-only mode.</param>
internal sealed class JournalPool(
    Func<JournalLocation, CancellationToken, Task<OpenedJournal>> open,
    Func<JournalLocation, CancellationToken, Task<IOpenedReader?>>? read = null)
{
    private Task _end = Task.CompletedTask;

    // The entry of a location stays after its journal was closed; there are only a few.
    private readonly ConcurrentDictionary<string, PooledJournal> _journals =
        new(OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);

    /// <summary>Opens a journal, or shares one that is open.</summary>
    /// <exception cref="JournalException">It cannot be used; nothing was changed.</exception>
    public Task<JournalHandle> OpenAsync(JournalLocation location, CancellationToken cancellationToken) =>
        _journals.GetOrAdd(location.Address, _ => new()).OpenAsync(
            token => OpenUnlessEndingAsync(location, token), location.IsShared, cancellationToken);

    /// <summary>Opens a journal read-only; null where there is none.</summary>
    /// <exception cref="JournalException">It cannot be read.</exception>
    public async Task<IOpenedReader?> OpenReaderAsync(JournalLocation location, CancellationToken cancellationToken) => read is null
        ? new PooledReader(await OpenAsync(location, cancellationToken).ConfigureAwait(false))
        : await read(location, cancellationToken).ConfigureAwait(false);

    /// <summary>Completes when a journal without users is closed; at once where it is in use or was never opened.</summary>
    public Task ClosedAsync(JournalLocation location) =>
        _journals.TryGetValue(location.Address, out var journal) ? journal.ClosedAsync() : Task.CompletedTask;

    /// <summary>
    /// Closes every journal, used or not, because the process is about to end, and refuses to open one until then. Otherwise a task that still
    /// runs, such as a listing that takes slots of the pace, would reopen it and leave a write-ahead log beside the file again.
    /// </summary>
    /// <param name="end">Completes if the process does not end after all; journals may then be opened again.</param>
    public Task CloseAsync(Task end)
    {
        Volatile.Write(ref _end, end);
        return Task.WhenAll(_journals.Values.Select(journal => journal.CloseAsync()));
    }

    private Task<OpenedJournal> OpenUnlessEndingAsync(JournalLocation location, CancellationToken cancellationToken) => Volatile.Read(ref _end).IsCompleted
        ? open(location, cancellationToken)
        : throw new JournalException(ErrorId.JournalUnreachable, location.Address, "The process is about to end: no journal is opened any more.");
}
