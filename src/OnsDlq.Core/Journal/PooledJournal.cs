namespace OnsDlq.Journal;

/// <summary>A ref-counted journal: opened for its first user, closed after its last one, and opened again for the next.</summary>
internal sealed class PooledJournal
{
    private readonly AsyncLock _opening = new();
    private readonly object _gate = new();
    private IResendJournal? _journal;
    private Action? _checkShared;
    private int _users;
    private Task _closing = Task.CompletedTask;

    /// <summary>Opens the journal where it is not open.</summary>
    /// <param name="open">Opens it, in the way that this user wants it.</param>
    /// <param name="isForGroup">Whether this user wants the journal of a group. One that others have opened otherwise is checked, too.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="JournalException">It cannot be used; nothing was changed.</exception>
    public async Task<JournalHandle> OpenAsync(
        Func<CancellationToken, Task<OpenedJournal>> open, bool isForGroup, CancellationToken cancellationToken)
    {
        using var opening = await _opening.EnterAsync(cancellationToken).ConfigureAwait(false);
        if (TryShare() is { } handle)
        {
            try
            {
                if (isForGroup) _checkShared?.Invoke();
                return handle;
            }
            catch
            {
                handle.Dispose();
                throw;
            }
        }

        await ClosedAsync().ConfigureAwait(false);
        var opened = await open(cancellationToken).ConfigureAwait(false);
        lock (_gate)
        {
            (_journal, _checkShared, _users) = (opened.Journal, opened.CheckShared, 1);
            return new JournalHandle(this, opened.Journal, opened.IsNew) { Warning = opened.Warning };
        }
    }

    /// <summary>Adds a use of the journal; null where it is not open.</summary>
    public JournalHandle? TryShare()
    {
        lock (_gate)
        {
            if (_journal is null) return null;
            _users++;
            return new JournalHandle(this, _journal, isNew: false);
        }
    }

    /// <summary>Ends one use. The last one closes the journal; the next opening waits for that.</summary>
    public void Release()
    {
        lock (_gate)
        {
            if (--_users > 0) return;
            var journal = _journal!;
            _journal = null;
            _closing = Task.Run(async () => await journal.DisposeAsync().ConfigureAwait(false));
        }
    }

    /// <summary>
    /// Closes the journal even while it is in use: its users get <see cref="ObjectDisposedException"/> from then on. Never fails.
    /// </summary>
    public async Task CloseAsync()
    {
        // Waits for an opening in progress, and closes that journal, too.
        using var opening = await _opening.EnterAsync(CancellationToken.None).ConfigureAwait(false);
        lock (_gate)
        {
            if (_journal is { } journal) _closing = Task.Run(async () => await journal.DisposeAsync().ConfigureAwait(false));
        }

        await ClosedAsync().ConfigureAwait(false);
    }

    /// <summary>Completes when the last closing has ended. Everything was durable before that, so a failure to close loses nothing.</summary>
    public async Task ClosedAsync()
    {
        Task closing;
        lock (_gate) closing = _closing;
        await closing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
