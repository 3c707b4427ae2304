using OnsDlq.Credentials;
using OnsDlq.Journal;
using OnsDlq.Operations;
using OnsDlq.Pace;
using OnsDlq.Signing;
using OnsDlq.Transport;

namespace OnsDlq.Benchmarks.Measuring;

/// <summary>The operations of a connection of the module: with retries, the journal's rate limiter, signing, redaction and tracing.</summary>
internal sealed class ModuleClient : IDisposable
{
    /// <summary>A rate limit that delays no call, but is still enforced; calls per second.</summary>
    public const double Unbounded = 1_000_000;

    private readonly HttpExchange _exchange;

    public ModuleClient(SandboxAddress sandbox, IResendJournal journal)
    {
        var time = TimeProvider.System;
        Clock = new ServiceClock(time);
        _exchange = new HttpExchange(TracedHandler.Create(sandbox.Endpoint), time);
        var sender = new SignedSender(sandbox.Endpoint, _exchange, time, Clock, new RandomNonceSource());
        var pace = new SharedPace(sandbox.Realm, new PaceSource(_ => ValueTask.FromResult<IPaceStore?>(journal), time), time);
        var caller = new ServiceCaller(sender, new StaticCredentialsProvider(sandbox.Key, "benchmark"), pace, time, () => 0.5);
        Operations = new DeadLetterClient(caller, sandbox.Endpoint.Authority, sandbox.RegionId, sandbox.Realm, time);
    }

    /// <summary>The operations.</summary>
    public IDeadLetterClient Operations { get; }

    /// <summary>The service's clock.</summary>
    public ServiceClock Clock { get; }

    /// <inheritdoc/>
    public void Dispose() => _exchange.Dispose();
}
