using OnsDlq.Sandbox.Control;

namespace OnsDlq.Sandbox.Broker;

/// <summary>The traces that consumers write: of all groups, of one group, or of one consumer. Null is what the wider setting says.</summary>
internal sealed record ConsumerTraces
{
    private const double MostSeconds = 7 * 24 * 60 * 60;

    /// <summary>How long after a try its trace can be found, in ms.</summary>
    public long? LagMs { get; init; }

    /// <summary>How far the consumers' clocks, which give the times of tries, are ahead of the service's, in ms.</summary>
    public long? ClockAheadMs { get; init; }

    /// <summary>Every so many tries of one message one leaves no trace; 0 for none.</summary>
    public int? GapEvery { get; init; }

    /// <summary>Whether the consumers leave no trace at all.</summary>
    public bool? None { get; init; }

    /// <summary>Reads <c>lagSeconds</c>, <c>clockAheadSeconds</c>, <c>gapEvery</c> and <c>none</c>; any may be missing.</summary>
    /// <exception cref="SandboxInputException">One is not valid.</exception>
    public static ConsumerTraces Read(JsonMembers members) => new()
    {
        LagMs = Ms(members.Number("lagSeconds", 0, MostSeconds)),
        ClockAheadMs = Ms(members.Number("clockAheadSeconds", -MostSeconds, MostSeconds)),
        GapEvery = (int?)members.Whole("gapEvery", 0, int.MaxValue),
        None = members.Flag("none"),
    };

    /// <summary>This setting with the values of a narrower one, where that has them.</summary>
    public ConsumerTraces With(ConsumerTraces narrower) => new()
    {
        LagMs = narrower.LagMs ?? LagMs,
        ClockAheadMs = narrower.ClockAheadMs ?? ClockAheadMs,
        GapEvery = narrower.GapEvery ?? GapEvery,
        None = narrower.None ?? None,
    };

    /// <summary>The try as its trace shows it, or null where there is none yet or ever.</summary>
    /// <param name="one">The try.</param>
    /// <param name="now">When the traces are looked for, in Unix ms.</param>
    public DeliveryTry? Show(DeliveryTry one, long now) =>
        None == true || (GapEvery is > 0 and var every && (one.Ordinal + 1) % every == 0) || one.Time + (LagMs ?? 0) > now
            ? null
            : one with { Time = one.Time + (ClockAheadMs ?? 0) };

    private static long? Ms(double? seconds) => seconds is { } given ? (long)(given * 1000) : null;
}
