namespace OnsDlq.Journal.Tests.StateMachine;

/// <summary>How wrong the clocks are that a holder works with.</summary>
/// <param name="Said">How far what it takes for the time of the service is off: that is what it notes in the journal.</param>
/// <param name="Signed">How far its own clock is ahead of the service's: that is the date it signs with.</param>
/// <param name="Doubt">How far the service's time may be from what it takes for it, as far as it knows itself.</param>
internal sealed record HolderClock(TimeSpan Said, TimeSpan Signed, TimeSpan Doubt)
{
    /// <summary>The errors of a clock that is known from answers: what a Date header and a round trip leave.</summary>
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
