using OnsDlq.Errors;
using OnsDlq.Journal;
using OnsDlq.Pace;

namespace OnsDlq.Connection;

/// <summary>
/// The journal of a connection: opened at its first use, and kept open until the last command that uses the connection ends, or the connection
/// is closed. Between commands it is closed, so that it is one file without a write-ahead log, and a file put in its place is noticed. Running
/// commands hold it as well, so that they can still record the outcomes of their messages.
/// </summary>
/// <param name="location">Where it is.</param>
/// <param name="exists">Whether it exists.</param>
/// <param name="journals">The journals of this process.</param>
internal sealed class ConnectionJournal(JournalLocation location, Func<bool> exists, JournalPool journals) : IDisposable
{
    private readonly object _gate = new();
    private JournalHandle? _held;
    private string? _identity;
    private int _visits;
    private bool _closed;

    /// <summary>Where it is: a path, or a URI without a password.</summary>
    public string Location => location.Address;

    /// <summary>Whether it exists only for a rehearsal, so that no warning is needed that it knows of no earlier resends.</summary>
    public bool IsThrowaway { get; init; }

    /// <summary>
    /// Tells whether it exists where that is found out only by asking a server; null where <c>exists</c> tells it. A journal in a database that
    /// cannot be asked counts as existing: opening it then gives the error.
    /// </summary>
    public Func<CancellationToken, Task<bool>>? IsThere { get; init; }

    /// <summary>Whether it exists, as far as that is known without asking a server.</summary>
    public bool Exists => exists();

    /// <summary>How long calls that only read wait for its pace.</summary>
    public TimeSpan PacePatience => location.Kind == JournalKind.Sqlite ? PaceSource.Patience : PaceSource.PatienceWithServer;

    /// <summary>Begins the use by a command, which disposes of the result, once, when it ends.</summary>
    public IDisposable Visit()
    {
        lock (_gate) _visits++;
        return new JournalVisit(EndVisit);
    }

    /// <summary>Opens the journal; creates it where it does not exist.</summary>
    /// <exception cref="JournalException">It cannot be used; nothing was changed.</exception>
    public async Task<JournalHandle> OpenAsync(CancellationToken cancellationToken)
    {
        // The resends of this connection are in the journal that it has used so far, so it must not go on with another one.
        if (Volatile.Read(ref _identity) is not null && !exists()) throw Gone("is not there any more");
        var handle = await journals.OpenAsync(location, cancellationToken).ConfigureAwait(false);
        lock (_gate)
        {
            if ((_identity ??= handle.Journal.Identity) == handle.Journal.Identity)
            {
                if (!_closed) _held ??= handle.TryShare();
                return handle;
            }
        }

        handle.Dispose();
        throw Gone("is another one now");
    }

    /// <summary>
    /// Opens the journal read-only, which needs no permission to write and waits for no writer; null where it does not exist (it is not
    /// created). The caller disposes of it.
    /// </summary>
    /// <exception cref="JournalException">It cannot be read.</exception>
    public async Task<IOpenedReader?> OpenReaderAsync(CancellationToken cancellationToken) =>
        exists() ? await journals.OpenReaderAsync(location, cancellationToken).ConfigureAwait(false) : null;

    /// <summary>Opens the journal for writing; null where it does not exist (it is not created).</summary>
    /// <exception cref="JournalException">It cannot be used.</exception>
    public async Task<JournalHandle?> OpenExistingAsync(CancellationToken cancellationToken)
    {
        var isThere = exists()
            && (IsThere is null || Volatile.Read(ref _identity) is not null || await IsThere(cancellationToken).ConfigureAwait(false));
        return isThere ? await OpenAsync(cancellationToken).ConfigureAwait(false) : null;
    }

    /// <summary>Gives the journal as the store of the pace; null where it does not exist (it is not created).</summary>
    /// <exception cref="JournalException">It cannot be used.</exception>
    public async ValueTask<IPaceStore?> OpenPaceAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            // A call of a connection that was closed will fail anyway.
            if (_closed || _held is not null) return _held?.Journal;
        }

        using var handle = await OpenExistingAsync(cancellationToken).ConfigureAwait(false);
        return handle?.Journal;
    }

    /// <summary>Completes when the journal is closed in this process, if it is no longer used.</summary>
    public Task ClosedAsync() => journals.ClosedAsync(location);

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _closed = true;
            LetGo();
        }
    }

    private JournalException Gone(string how) => new(
        ErrorId.JournalUnreachable, Location,
        $"The journal '{Location}' {how}, since this connection worked with it. Put it back, or connect again to work with what is there.");

    private void EndVisit()
    {
        lock (_gate)
        {
            if (--_visits == 0) LetGo();
        }
    }

    private void LetGo()
    {
        _held?.Dispose();
        _held = null;
    }
}
