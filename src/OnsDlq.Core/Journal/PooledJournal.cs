namespace OnsDlq.Journal;

/// <summary>A journal that is opened for its first user and closed after its last one, and then may be opened again.</summary>
/// <param name="open">Opens it.</param>
internal sealed class PooledJournal(Func<CancellationToken, Task<OpenedJournal>> open)
{
    private readonly AsyncLock _opening = new();
    private readonly object _gate = new();
    private IResendJournal? _journal;
    private int _users;
    private Task _closing = Task.CompletedTask;

    /// <summary>Opens the journal where it is not open.</summary>
    /// <exception cref="JournalException">It cannot be used; nothing was changed.</exception>
    public async Task<JournalHandle> OpenAsync(CancellationToken cancellationToken)
    {
        using var opening = await _opening.EnterAsync(cancellationToken).ConfigureAwait(false);
        if (TryShare() is { } handle) return handle;
        await ClosedAsync().ConfigureAwait(false);
        var opened = await open(cancellationToken).ConfigureAwait(false);
        lock (_gate)
        {
            (_journal, _users) = (opened.Journal, 1);
            return new JournalHandle(this, opened.Journal, opened.IsNew) { Warning = opened.Warning };
        }
    }

    /// <summary>One more use of the journal; null where it is not open.</summary>
    public JournalHandle? TryShare()
    {
        lock (_gate)
        {
            if (_journal is null) return null;
            _users++;
            return new JournalHandle(this, _journal, isNew: false);
        }
    }

    /// <summary>Ends one use. After the last one the journal is closed, which whoever opens it next waits for.</summary>
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

    /// <summary>Closes the journal under its users, who get <see cref="ObjectDisposedException"/> from then on; never fails.</summary>
    public async Task CloseAsync()
    {
        // One that is being opened now is closed, too.
        using var opening = await _opening.EnterAsync(CancellationToken.None).ConfigureAwait(false);
        lock (_gate)
        {
            if (_journal is { } journal) _closing = Task.Run(async () => await journal.DisposeAsync().ConfigureAwait(false));
        }

        await ClosedAsync().ConfigureAwait(false);
    }

    /// <summary>Returns when the last closing has ended. Everything was durable before it, so there is nothing it could lose.</summary>
    public async Task ClosedAsync()
    {
        Task closing;
        lock (_gate) closing = _closing;
        await closing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
