using OnsDlq.Errors;
using OnsDlq.Journal;
using OnsDlq.Pace;

namespace OnsDlq.Connection;

/// <summary>
/// The journal that a connection works with: opened when it is first used, and held open until the last command that works with the
/// connection ends, or the connection is closed. Between commands it is closed, so that it is one file, and whoever puts another file in
/// its place is heeded. Commands hold it, too, so that one under way can still note what became of its messages.
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

    /// <summary>Whether it is made for a rehearsal and goes with it, so that nobody needs to be told that it knows of nothing earlier.</summary>
    public bool IsThrowaway { get; init; }

    /// <summary>Says that a command begins to work with the connection; it ends by disposing of what it gets, once.</summary>
    public IDisposable Visit()
    {
        lock (_gate) _visits++;
        return new JournalVisit(EndVisit);
    }

    /// <summary>Opens the journal, making it where it does not exist.</summary>
    /// <exception cref="JournalException">It cannot be used; nothing was changed.</exception>
    public async Task<JournalHandle> OpenAsync(CancellationToken cancellationToken)
    {
        // What this connection has sent is in the journal that it worked with, and in no other.
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
    /// Opens the journal to read from it and nothing else, which takes no right to write and waits for nobody who does; null where it does
    /// not exist, and then none is made. Whoever asked disposes of it.
    /// </summary>
    /// <exception cref="JournalException">It cannot be read.</exception>
    public async Task<IOpenedReader?> OpenReaderAsync(CancellationToken cancellationToken) =>
        exists() ? await journals.OpenReaderAsync(location, cancellationToken).ConfigureAwait(false) : null;

    /// <summary>Opens the journal to write in it; null where it does not exist, and then none is made.</summary>
    /// <exception cref="JournalException">It cannot be used.</exception>
    public async Task<JournalHandle?> OpenExistingAsync(CancellationToken cancellationToken) =>
        exists() ? await OpenAsync(cancellationToken).ConfigureAwait(false) : null;

    /// <summary>Gives the journal as the keeper of the pace; null where there is none, and then none is made.</summary>
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

    /// <summary>Returns when nobody in this process has the journal open any more, provided that nobody uses it.</summary>
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
        $"The journal '{Location}' {how}, since this connection worked with it. Put it back, or connect anew to work with what is there.");

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
