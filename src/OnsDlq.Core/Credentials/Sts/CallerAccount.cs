using OnsDlq.Errors;

namespace OnsDlq.Credentials.Sts;

/// <summary>The account of a connection's keys: STS is asked when it is first needed, and the answer is kept.</summary>
/// <param name="identity">Asks STS.</param>
/// <param name="site">From where it is asked.</param>
/// <param name="time">The clock.</param>
internal sealed class CallerAccount(CallerIdentity identity, StsSite site, TimeProvider time) : IDisposable
{
    /// <summary>How long calls wait for the answer, all together. One that comes later serves later calls.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>For how long STS is not asked again after it gave no account: there may be no way to it from here.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMinutes(10);

    private readonly object _gate = new();
    private readonly CancellationTokenSource _closing = new();
    private volatile string? _known;
    private Task? _asking;
    private long _since;

    /// <summary>The account; null as long as it is not known.</summary>
    public string? Known => _known;

    /// <summary>Gives the account, for a person who has asked for it.</summary>
    /// <exception cref="CredentialsException">There are no keys, or STS did not give the account.</exception>
    public async Task<string> FindAsync(CancellationToken cancellationToken) =>
        _known ??= await identity.FindAccountAsync(site, cancellationToken).ConfigureAwait(false);

    /// <summary>Gives the account, for a call that can do without it: null where STS did not give it, or not in time.</summary>
    public async ValueTask<string?> TryFindAsync(CancellationToken cancellationToken)
    {
        if (_known is null)
        {
            var (asking, left) = Ask();
            if (left > TimeSpan.Zero)
            {
                await asking.WaitAsync(left, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                cancellationToken.ThrowIfCancellationRequested();
            }
        }

        return _known;
    }

    /// <summary>Gives up a question that is not answered yet.</summary>
    public void Dispose()
    {
        _closing.Cancel();
        _closing.Dispose();
    }

    private (Task Asking, TimeSpan Left) Ask()
    {
        lock (_gate)
        {
            if (_asking is null || (_asking.IsCompleted && time.GetElapsedTime(_since) > Pause))
                (_asking, _since) = (Task.Run(AskAsync), time.GetTimestamp());
            return (_asking, _asking.IsCompleted ? TimeSpan.Zero : Patience - time.GetElapsedTime(_since));
        }
    }

    private async Task AskAsync()
    {
        try
        {
            await FindAsync(_closing.Token).ConfigureAwait(false);
        }
        catch (Exception trouble) when (trouble is OnsDlqException or OperationCanceledException or ObjectDisposedException)
        {
            // The call goes by its access key then.
        }
    }
}
