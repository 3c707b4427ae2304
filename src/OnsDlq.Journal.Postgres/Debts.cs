namespace OnsDlq.Journal.Postgres;

/// <summary>
/// What was to be written while the database was away: outcomes of attempts, and that claims were not used. It is written once the database is
/// back, while this process lives; the next opening of the same journal takes over what is left.
/// </summary>
/// <param name="place">Where the journal is.</param>
/// <param name="links">The connections.</param>
/// <param name="rules">The limits.</param>
/// <param name="server">Checks the server in every transaction.</param>
internal sealed class Debts(Place place, Links links, PostgresRules rules, ServerWatch server) : IAsyncDisposable
{
    private readonly object _gate = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly List<(Settlement Settlement, long Since)> _open = [];
    private readonly BatchWriter _writer = new(place, server);
    private Task _paying = Task.CompletedTask;

    /// <summary>What is not written yet.</summary>
    public IReadOnlyList<Settlement> Left
    {
        get { lock (_gate) return [.. _open.Select(debt => debt.Settlement)]; }
    }

    /// <summary>Takes an outcome to write once the database is back.</summary>
    public void Add(Settlement settlement)
    {
        lock (_gate)
        {
            _open.Add((settlement, rules.Time.GetTimestamp()));
            if (_paying.IsCompleted && !_closing.IsCancellationRequested) _paying = Task.Run(PayAllAsync);
        }
    }

    /// <summary>Ends the tries, after a last one.</summary>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync().ConfigureAwait(false);
        Task paying;
        lock (_gate) paying = _paying;
        await paying.WaitAsync(rules.LastTry, rules.Time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (Left.Count > 0 && paying.IsCompleted)
        {
            using var soon = new CancellationTokenSource(rules.Farewell, rules.Time);
            await PayAsync(soon.Token).WaitAsync(soon.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        _closing.Dispose();
    }

    private async Task PayAllAsync()
    {
        for (var failed = 1; Left.Count > 0; failed++)
        {
            await Task.Delay(Links.Pause(failed), rules.Time, _closing.Token).ConfigureAwait(false);
            await PayAsync(_closing.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task PayAsync(CancellationToken cancellationToken)
    {
        var debts = Left;
        var connection = await links.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            var paid = await _writer.DoAsync(connection, [WriteParts.Settlements(place, debts, again: true)]).ConfigureAwait(false);
            lock (_gate)
            {
                // A claim that is not there was never made; but its server may still be at it, for as long as a statement may take.
                _open.RemoveAll(debt => debts.Contains(debt.Settlement)
                    && (paid.Contains(debt.Settlement.AttemptId) || rules.Time.GetElapsedTime(debt.Since) > 2 * rules.StatementTimeout));
            }
        }

        links.Found();
    }
}
