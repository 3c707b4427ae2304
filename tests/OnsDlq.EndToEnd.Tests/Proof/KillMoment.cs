namespace OnsDlq.EndToEnd.Tests.Proof;

/// <summary>A moment during a bulk resend.</summary>
/// <param name="Phase">The phase of the run.</param>
/// <param name="Results">How many results must have been reported before.</param>
/// <param name="Then">How long after that, or after the beginning of the phase if no result is waited for.</param>
internal sealed record KillMoment(KillPhase Phase, int Results, TimeSpan Then)
{
    private const double LongestStartMs = 2500;
    private const double LongestListingMs = 1500;
    private const double LongestWithinMs = 40;
    private const int Last = 24;

    // In the middle the most requests are in flight.
    private static readonly KillPhase[] Phases = [KillPhase.StartUp, KillPhase.FirstClaims, KillPhase.Middle, KillPhase.Middle, KillPhase.End];

    /// <summary>Chooses a random moment of a run with this number of messages.</summary>
    public static KillMoment Draw(Random chance, int messages) => Draw(chance, messages, Phases[chance.Next(Phases.Length)]);

    /// <summary>Chooses a random moment of one phase of a run with this number of messages.</summary>
    public static KillMoment Draw(Random chance, int messages, KillPhase phase) => phase switch
    {
        KillPhase.StartUp => new(phase, 0, Within(chance, LongestStartMs)),
        KillPhase.FirstClaims => new(phase, 0, Within(chance, LongestListingMs)),
        KillPhase.Middle => new(phase, chance.Next(1, messages), Within(chance, LongestWithinMs)),
        _ => new(phase, chance.Next(Math.Max(1, messages - Last), messages), Within(chance, LongestWithinMs)),
    };

    /// <summary>Waits for the moment; at most until the shell ends.</summary>
    public async Task ComesAsync(ProofShell shell, CancellationToken cancellationToken)
    {
        var there = Phase == KillPhase.StartUp || (Results == 0 ? await shell.BeginsAsync() : await shell.TellsAsync(Results));
        if (there) await Task.Delay(Then, TimeProvider.System, cancellationToken);
    }

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Phase} after {Results} results and {Then.TotalMilliseconds:F1} ms");

    private static TimeSpan Within(Random chance, double longestMs) => TimeSpan.FromMilliseconds(chance.NextDouble() * longestMs);
}
