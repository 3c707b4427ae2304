namespace OnsDlq.Journal.Tests.StateMachine;

/// <summary>How wrong a holder's clocks are.</summary>
/// <param name="Said">The error of its estimate of the service's time, which it records in the journal.</param>
/// <param name="Signed">How far its own clock, which gives its signing dates, is ahead of the service's.</param>
/// <param name="Doubt">How far the service's time may differ from its estimate, as far as the holder knows.</param>
internal sealed record HolderClock(TimeSpan Said, TimeSpan Signed, TimeSpan Doubt)
{
    /// <summary>The errors of an estimate from answers: those of a Date header and of the round trip.</summary>
    public static HolderClock Known(int choice)
    {
        var error = TimeSpan.FromMilliseconds(((choice % 5) - 2) * 900);
        return new(error, error, TimeSpan.Zero);
    }

    /// <summary>Errors far beyond the margin; together with those of <see cref="Service.StoredAhead"/> they stay within the bound of all clocks.</summary>
    public static HolderClock Wild(int choice)
    {
        var error = TimeSpan.FromSeconds(((choice % 7) - 3) * 140);
        return new(error, TimeSpan.FromSeconds(((choice / 7 % 5) - 2) * 300), error.Duration());
    }
}
