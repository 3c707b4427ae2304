using OnsDlq.Sandbox.Control;

namespace OnsDlq.Sandbox.Broker;

/// <summary>The behaviour of message traces where the documentation leaves it open, and of the clients that write them.</summary>
internal sealed record TraceBehaviour
{
    private const double MostSeconds = 7 * 24 * 60 * 60;

    /// <summary>How long after a try its trace can be found, in ms.</summary>
    public long LagMs { get; init; }

    /// <summary>How long a query is <c>working</c>, in ms.</summary>
    public long WorkingMs { get; init; }

    /// <summary>How long after its start a query is <c>removed</c>, in ms.</summary>
    public long KeptMs { get; init; } = 60 * 60 * 1000;

    /// <summary>How far the consumers' clocks, which give the times of tries, are ahead of the service's, in ms.</summary>
    public long ClockAheadMs { get; init; }

    /// <summary>Every so many tries of one group and message one leaves no trace; 0 for none.</summary>
    public int GapEvery { get; init; }

    /// <summary>Whether the consumers leave no trace at all.</summary>
    public bool None { get; init; }

    /// <summary>
    /// The behaviour with the changes of <c>{"lagSeconds"?,"workingSeconds"?,"keptSeconds"?,"clockAheadSeconds"?,"gapEvery"?,"none"?}</c>.
    /// </summary>
    /// <exception cref="SandboxInputException">Something in it is not valid.</exception>
    public TraceBehaviour With(JsonMembers members)
    {
        var changed = this with
        {
            LagMs = Ms(members.Number("lagSeconds", 0, MostSeconds)) ?? LagMs,
            WorkingMs = Ms(members.Number("workingSeconds", 0, MostSeconds)) ?? WorkingMs,
            KeptMs = Ms(members.Number("keptSeconds", 0, MostSeconds)) ?? KeptMs,
            ClockAheadMs = Ms(members.Number("clockAheadSeconds", -MostSeconds, MostSeconds)) ?? ClockAheadMs,
            GapEvery = (int?)members.Whole("gapEvery", 0, int.MaxValue) ?? GapEvery,
            None = members.Flag("none") ?? None,
        };
        members.End();
        return changed;
    }

    private static long? Ms(double? seconds) => seconds is { } given ? (long)(given * 1000) : null;
}
