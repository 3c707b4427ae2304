namespace OnsDlq.Resend;

/// <summary>The run's own row in the journal, written before the first claim: a run that sends nothing writes nothing.</summary>
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
                new(RunId, environment.Time.GetUtcNow(), environment.User, environment.Holder, options.Reason), CancellationToken.None);
        }
    }
}
