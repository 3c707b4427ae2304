using OnsDlq.Errors;
using OnsDlq.Signing;

namespace OnsDlq.Credentials;

/// <summary>
/// Caches temporary keys and renews them before they expire, with one fetch for all callers who wait (single flight). When a caller is
/// cancelled, the fetch goes on for the others; the last one to leave cancels it. Where an early renewal fails, keys that are still valid stay
/// in use.
/// </summary>
internal sealed class RenewingCredentialsProvider(ITemporaryKeySource source, TimeProvider clock) : ICredentialsProvider
{
    /// <summary>
    /// How early keys are renewed at most, as in the official libraries; short-lived keys would otherwise be renewed at every call.
    /// </summary>
    private static readonly TimeSpan LongestLead = TimeSpan.FromMinutes(15);

    /// <summary>How long keys without an expiration are cached, since their source may give others later.</summary>
    private static readonly TimeSpan LifeOfUndated = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(30);

    private readonly object _gate = new();
    private AccessKey? _key;
    private DateTimeOffset _renewAt;
    private DateTimeOffset _endsAt;
    private Flight? _flight;

    /// <inheritdoc/>
    public string Source => source.Source;

    /// <inheritdoc/>
    public async ValueTask<AccessKey> GetAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Flight flight;
        lock (_gate)
        {
            if (_key is not null && clock.GetUtcNow() < _renewAt) return _key;
            flight = _flight ??= Start();
            flight.Waiters++;
        }

        try
        {
            return await flight.Fetch.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (Leave(flight))
            {
                await flight.Abort.CancelAsync().ConfigureAwait(false);
                await ((Task)flight.Fetch).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                flight.Abort.Dispose();
            }
        }
    }

    private Flight Start()
    {
        var flight = new Flight();
        // On the thread pool, so that a source that answers synchronously does not run under the lock.
        flight.Fetch = Task.Run(() => RenewAsync(flight), CancellationToken.None);
        return flight;
    }

    /// <summary>Removes a caller; true where it was the flight's last one, and then no other can join it.</summary>
    private bool Leave(Flight flight)
    {
        lock (_gate)
        {
            if (--flight.Waiters > 0) return false;
            if (_flight == flight) _flight = null;
            return true;
        }
    }

    private async Task<AccessKey> RenewAsync(Flight flight)
    {
        try
        {
            var key = AccessKeyRules.Check(
                await source.FetchAsync(flight.Abort.Token).ConfigureAwait(false), source.Source, ErrorId.CredentialSourceFailed);
            lock (_gate) return Keep(key);
        }
        catch (CredentialsException)
        {
            lock (_gate)
            {
                var now = clock.GetUtcNow();
                if (_key is null || now >= _endsAt) throw;
                _renewAt = now + PauseAfterFailure < _endsAt ? now + PauseAfterFailure : _endsAt;
                return _key;
            }
        }
        finally
        {
            lock (_gate)
            {
                if (_flight == flight) _flight = null;
            }
        }
    }

    private AccessKey Keep(AccessKey key)
    {
        var now = clock.GetUtcNow();
        var endsAt = key.ExpiresAt ?? now + LifeOfUndated;
        if (endsAt <= now)
        {
            throw new CredentialsException(
                ErrorId.CredentialSourceFailed,
                $"The keys of {source.Source} have run out already, at {endsAt.ToUniversalTime():u}. Check this machine's clock, and the source.");
        }

        var lead = (endsAt - now) / 4;
        (_key, _endsAt, _renewAt) = (key, endsAt, endsAt - (lead < LongestLead ? lead : LongestLead));
        return key;
    }

    /// <summary>One fetch and the number of its waiting callers.</summary>
    private sealed class Flight
    {
        public CancellationTokenSource Abort { get; } = new();

        public Task<AccessKey> Fetch { get; set; } = null!;

        public int Waiters { get; set; }
    }
}
