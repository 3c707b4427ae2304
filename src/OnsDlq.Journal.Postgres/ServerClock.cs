namespace OnsDlq.Journal.Postgres;

/// <summary>
/// How far this machine's clock is from the server's. The times of a pace are kept on the server's clock, so that machines whose clocks differ
/// still take turns.
/// </summary>
internal sealed class ServerClock
{
    // Less is not told from the time that an answer takes, and does no harm: a slot may be used that late.
    private static readonly TimeSpan Indistinct = TimeSpan.FromMilliseconds(100);

    private long _ahead;

    /// <summary>Notes the server's time.</summary>
    /// <param name="server">The time in an answer of the server.</param>
    /// <param name="asked">When it was asked for, by this machine's clock.</param>
    /// <param name="answered">When the answer was there.</param>
    public void Note(DateTimeOffset server, DateTimeOffset asked, DateTimeOffset answered)
    {
        var doubt = (answered - asked) / 2;
        var ahead = server - (asked + doubt);
        var known = new TimeSpan(Interlocked.Read(ref _ahead));
        if ((ahead - known).Duration() > Indistinct + doubt) Interlocked.Exchange(ref _ahead, ahead.Duration() > Indistinct + doubt ? ahead.Ticks : 0);
    }

    /// <summary>A time of this machine on the server's clock, since 1970-01-01 UTC.</summary>
    public TimeSpan ToServer(DateTimeOffset local) => local - DateTimeOffset.UnixEpoch + new TimeSpan(Interlocked.Read(ref _ahead));

    /// <summary>A time of the server on this machine's clock.</summary>
    public DateTimeOffset ToLocal(TimeSpan server) => DateTimeOffset.UnixEpoch + server - new TimeSpan(Interlocked.Read(ref _ahead));
}
