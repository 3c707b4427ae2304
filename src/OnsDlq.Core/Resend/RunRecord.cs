namespace OnsDlq.Resend;

/// <summary>
/// The run's own row in the journal, written before the first claim, with its end, written after the last settlement: a run that sends nothing
/// writes nothing.
/// </summary>
internal sealed class RunRecord(ResendEnvironment environment, ResendOptions options)
{
    private readonly object _gate = new();
    private Task? _begun;

    public string RunId { get; } = environment.Ids.Next();

    /// <summary>Completes when the row is durable.</summary>
    /// <exception cref="Journal.JournalException">The journal cannot be used.</exception>
    public Task BeginAsync()
    {
        lock (_gate)
        {
            return _begun ??= environment.Journal.BeginRunAsync(
                new(RunId, environment.Time.GetUtcNow(), environment.User, environment.Holder, options.Reason)
                {
                    RequestsPerSecond = options.Calls.RequestsPerSecond,
                },
                CancellationToken.None);
        }
    }

    /// <summary>Records the run's end, where its beginning is recorded.</summary>
    /// <param name="skipped">How many messages it did not send.</param>
    /// <param name="stoppedBy">What stopped it; null where it ended by itself.</param>
    /// <exception cref="Journal.JournalException">The journal cannot be used.</exception>
    public async Task EndAsync(int skipped, string? stoppedBy)
    {
        Task? begun;
        lock (_gate) begun = _begun;
        if (begun is null) return;
        await begun.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!begun.IsCompletedSuccessfully) return;
        await environment.Journal.EndRunAsync(RunId, new(environment.Time.GetUtcNow(), skipped, stoppedBy), CancellationToken.None).ConfigureAwait(false);
    }
}
