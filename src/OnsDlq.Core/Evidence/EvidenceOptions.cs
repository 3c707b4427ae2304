using OnsDlq.Transport;

namespace OnsDlq.Evidence;

/// <summary>How evidence is gathered.</summary>
internal sealed record EvidenceOptions
{
    /// <summary>The default of <see cref="SampleSize"/>: as many traces as the quota lets through in two minutes.</summary>
    public const int DefaultSampleSize = 60;

    /// <summary>How long it takes by default, besides the time that the quota needs for the traces: they are late, and consumers are slow.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>How long to wait for what is not decided; null for <see cref="Patience"/> and the time that the quota needs.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Of more undecided messages of a run than these, so many are drawn at random, and only their traces are asked for.</summary>
    public int SampleSize { get; init; } = DefaultSampleSize;

    /// <summary>Whether the trace of every undecided message is asked for.</summary>
    public bool All { get; init; }

    /// <summary>The settings of the calls.</summary>
    public CallContext Calls { get; init; } = new();
}
