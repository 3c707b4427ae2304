namespace OnsDlq.Journal;

/// <summary>A period for which a journal does not know all resends, as a person has acknowledged.</summary>
public sealed class JournalGap
{
    internal JournalGap(string found, DateTimeOffset until, DateTimeOffset repairedAt, string by, string reason)
    {
        Found = found;
        Until = until.ToLocalTime();
        RepairedAt = repairedAt.ToLocalTime();
        By = by;
        Reason = reason;
    }

    /// <summary>What was found to be missing.</summary>
    public string Found { get; }

    /// <summary>
    /// When it ended, in local time: dead letters stored before that, and not resent since with this journal, are skipped as JournalGap.
    /// </summary>
    public DateTimeOffset Until { get; }

    /// <summary>When a person decided to go on, in local time.</summary>
    public DateTimeOffset RepairedAt { get; }

    /// <summary>Who decided, as user@machine.</summary>
    public string By { get; }

    /// <summary>Why, in that person's words.</summary>
    public string Reason { get; }

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"until {Until:yyyy-MM-dd HH:mm:ss} ({By}: {Reason})");
}
