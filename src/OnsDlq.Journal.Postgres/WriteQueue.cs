namespace OnsDlq.Journal.Postgres;

/// <summary>
/// Gathers the writes of all senders of this process. What waits at the same time shares one transaction, and so one round trip; several
/// transactions are on their way at once, so that a sender does not wait for that of another. A claim waits for the settlement that it comes
/// after; a claim that names none, and a write of another kind, wait for all that was asked for before.
/// </summary>
internal sealed class WriteQueue : IAsyncDisposable
{
    private const int LargestBatch = 64;

    private readonly object _gate = new();
    private readonly LinkedList<IWrite> _waiting = new();
    private readonly HashSet<string> _attemptsUnderWay = new(StringComparer.Ordinal);
    private readonly HashSet<Messages.MessageKey> _messagesUnderWay = [];
    private readonly Dictionary<string, int> _settlementsWaiting = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly BatchRunner _runner;
    private readonly PostgresRules _rules;
    private int _underWay;
    private bool _isAlone;
    private bool _wakes;
    private bool _closing;

    public WriteQueue(BatchRunner runner, PostgresRules rules) => (_runner, _rules) = (runner, rules);

    /// <summary>Asks for a write; gives its result once it is durable.</summary>
    /// <exception cref="ObjectDisposedException">The journal is closed.</exception>
    public Task<T> WriteAsync<T>(Write<T> write)
    {
        lock (_gate)
        {
            if (!_closing)
            {
                _waiting.AddLast(write);
                if (write is SettleWrite settle) Count(settle, 1);
            }
            else if (write.TakeUp())
            {
                write.Fail(new ObjectDisposedException(nameof(PostgresJournal)));
            }
        }

        Start();
        return write.Completion;
    }

    /// <summary>Completes when everything that was asked for is done or has failed; nothing more is taken.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _closing = true;
            EndIfIdle();
        }

        Start();
        await _ended.Task.ConfigureAwait(false);
    }

    private void Start()
    {
        while (true)
        {
            List<IWrite> batch;
            lock (_gate)
            {
                batch = Take();
                EndIfIdle();
            }

            if (batch.Count == 0) return;
            _ = Task.Run(() => RunAsync(batch));
        }
    }

    private async Task RunAsync(List<IWrite> batch)
    {
        await _runner.RunAsync(batch).ConfigureAwait(false);
        lock (_gate)
        {
            _underWay--;
            _isAlone = false;
            foreach (var write in batch) Leave(write);
            EndIfIdle();
        }

        Start();
    }

    private List<IWrite> Take()
    {
        var batch = new List<IWrite>();
        if (_isAlone || _underWay == _rules.Lanes || WaitsForMore()) return batch;
        var skipped = false;
        for (var node = _waiting.First; node is not null && batch.Count < LargestBatch;)
        {
            var (write, next) = (node.Value, node.Next);
            var ready = IsReady(write, batch, skipped);
            if (ready is null) break;
            if (ready == true)
            {
                _waiting.Remove(node);
                if (write is SettleWrite settle) Count(settle, -1);
                if (write.TakeUp())
                {
                    batch.Add(write);
                    Enter(write);
                }
            }

            skipped |= ready == false;
            node = next;
        }

        if (batch.Count > 0) _underWay++;
        return batch;
    }

    /// <summary>Whether a write may go now; false where it has to wait, null where what comes after it has to wait, too.</summary>
    private bool? IsReady(IWrite write, List<IWrite> batch, bool skipped)
    {
        if (_isAlone) return null;
        return write switch
        {
            ClaimWrite { Claim.After: null } when _underWay > 0 || skipped => null,
            ClaimWrite claim => !_messagesUnderWay.Contains(claim.Claim.Key)
                && (string.IsNullOrEmpty(claim.Claim.After) || !IsSettling(claim.Claim.After, batch)),
            SettleWrite settle => !_attemptsUnderWay.Contains(settle.Settlement.AttemptId),
            RenewWrite renew => !_attemptsUnderWay.Contains(renew.Renewal.AttemptId),
            _ => batch.Count == 0 && _underWay == 0 ? true : null,
        };
    }

    // A settlement in the same batch is durable together with the claim.
    private bool IsSettling(string attemptId, List<IWrite> batch) => _settlementsWaiting.ContainsKey(attemptId)
        || (_attemptsUnderWay.Contains(attemptId) && !batch.Exists(write => write is SettleWrite settle && settle.Settlement.AttemptId == attemptId));

    // Where only settlements wait, and not for long, the claims that most often follow at once may share their transaction.
    private bool WaitsForMore()
    {
        if (_closing || _waiting.Count == 0 || _waiting.Any(write => write is not SettleWrite)) return false;
        var left = _rules.SettlementWait - _rules.Time.GetElapsedTime(_waiting.First!.Value.AskedAt);
        if (left <= TimeSpan.Zero || _waiting.Count >= LargestBatch) return false;
        if (!_wakes)
        {
            _wakes = true;
            _ = WakeAsync(left);
        }

        return true;
    }

    private async Task WakeAsync(TimeSpan left)
    {
        // In whole ms, as timers count: one for less would end at once, while the settlement still waits.
        await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds)), _rules.Time).ConfigureAwait(false);
        lock (_gate) _wakes = false;
        Start();
    }

    private void Enter(IWrite write)
    {
        switch (write)
        {
            case ClaimWrite claim:
                _messagesUnderWay.Add(claim.Claim.Key);
                break;
            case SettleWrite settle:
                _attemptsUnderWay.Add(settle.Settlement.AttemptId);
                break;
            case RenewWrite renew:
                _attemptsUnderWay.Add(renew.Renewal.AttemptId);
                break;
            default:
                _isAlone = true;
                break;
        }
    }

    private void Leave(IWrite write)
    {
        if (write is ClaimWrite claim) _messagesUnderWay.Remove(claim.Claim.Key);
        if (write is SettleWrite settle) _attemptsUnderWay.Remove(settle.Settlement.AttemptId);
        if (write is RenewWrite renew) _attemptsUnderWay.Remove(renew.Renewal.AttemptId);
    }

    private void Count(SettleWrite settle, int change)
    {
        var id = settle.Settlement.AttemptId;
        var count = _settlementsWaiting.GetValueOrDefault(id) + change;
        if (count == 0) _settlementsWaiting.Remove(id);
        else _settlementsWaiting[id] = count;
    }

    private void EndIfIdle()
    {
        if (_closing && _underWay == 0 && _waiting.Count == 0) _ended.TrySetResult();
    }
}
