using OnsDlq.Journal;
using OnsDlq.Operations;
using OnsDlq.Transport;

namespace OnsDlq.Evidence;

/// <summary>The services that evidence is gathered with, and the user it is gathered for.</summary>
internal sealed record EvidenceEnvironment
{
    public required IDeadLetterClient Client { get; init; }

    public required ITraceClient Traces { get; init; }

    public required ServiceClock Clock { get; init; }

    public required IResendJournal Journal { get; init; }

    /// <summary>Distinguishes live claims from abandoned ones.</summary>
    public required ClaimWatch Claims { get; init; }

    /// <summary>Who asks: user@machine.</summary>
    public required string User { get; init; }

    /// <summary>Gives the seeds of samples.</summary>
    public required Func<long> Seeds { get; init; }

    public required TimeProvider Time { get; init; }
}
