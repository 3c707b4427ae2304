using OnsDlq.Benchmarks.Measuring;
using OnsDlq.Holders;
using OnsDlq.Journal;
using OnsDlq.Messages;
using OnsDlq.Resend;
using OnsDlq.Transport;

namespace OnsDlq.Benchmarks.Resend;

/// <summary>Our side: everything that Invoke-OnsDlqResend does with a message below the prompt, from decision to settlement.</summary>
internal sealed class GuardedRun : IDisposable
{
    private readonly ModuleClient _client;
    private readonly ResendEnvironment _environment;
    private int _refused;

    public GuardedRun(SandboxAddress sandbox, IResendJournal journal)
    {
        _client = new(sandbox, journal);
        _environment = new ResendEnvironment
        {
            Client = _client.Operations,
            Clock = _client.Clock,
            Realm = sandbox.Realm,
            Journal = journal,
            Holder = HolderIdentity.OfThisProcess.Current,
            IsProvenDead = HolderIdentity.OfThisProcess.IsProvenDead,
            User = "benchmark",
            Ids = new TimeOrderedIds(TimeProvider.System),
            Time = TimeProvider.System,
        };
    }

    /// <summary>How many calls the service has refused so far.</summary>
    public int Refused => Volatile.Read(ref _refused);

    /// <summary>Sends messages, with a number of them in flight at the same time.</summary>
    /// <param name="messages">The messages; each must be accepted.</param>
    /// <param name="inFlight">How many may be in flight at the same time.</param>
    /// <param name="requestsPerSecond">The rate limit.</param>
    public async Task RunAsync(IAsyncEnumerable<MessageReference> messages, int inFlight, double requestsPerSecond)
    {
        var options = new ResendOptions { ThrottleLimit = inFlight, Calls = new() { RequestsPerSecond = requestsPerSecond, Observer = Observe } };
        await using var engine = new ResendEngine(_environment, options);
        await foreach (var message in messages)
        {
            await engine.GiveAsync(message, CancellationToken.None);
            while (engine.Outcomes.TryRead(out var ready)) Check(ready);
        }

        engine.Complete();
        await foreach (var outcome in engine.Outcomes.ReadAllAsync()) Check(outcome);

        static void Check(ResendOutcome outcome)
        {
            if (outcome.Result.State != ResendStatus.Accepted)
            {
                throw new InvalidOperationException(
                    $"{outcome.Result.MsgId} is {outcome.Result.Status} {outcome.Result.Reason}: {outcome.Result.ErrorMessage}");
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private void Observe(CallRecord call)
    {
        if (call.Code?.StartsWith("Throttling", StringComparison.Ordinal) == true) Interlocked.Increment(ref _refused);
    }
}
