using OnsDlq.Messages;

namespace OnsDlq.Resend;

/// <summary>Counts results by status. Not thread-safe.</summary>
internal sealed class ResendTally
{
    private readonly int[] _counts = new int[Enum.GetValues<ResendStatus>().Length];
    private int _answers;
    private int _ownIdListed;

    /// <summary>How many results there are in all.</summary>
    public int Total => _counts.Sum();

    /// <summary>
    /// Whether there was an answer and every answer listed its own message. Either nothing could be resent, or the service lists the messages
    /// that it did resend, as the sample on the operation's documentation page shows, against the note there (ons-api facts 1.3).
    /// </summary>
    public bool EveryAnswerListedItsOwnMessage => _answers > 0 && _answers == _ownIdListed;

    /// <summary>How many results have this status.</summary>
    public int this[ResendStatus status] => _counts[(int)status];

    public void Add(ResendResult result)
    {
        _counts[(int)result.State]++;
        if (result.State is ResendStatus.Accepted or ResendStatus.Failed)
            _answers++;
        if (result.State == ResendStatus.Failed)
            _ownIdListed++;
    }

    /// <summary>The statuses that occurred with their numbers, such as <c>9 Accepted, 1 Unknown</c>.</summary>
    public override string ToString() =>
        string.Join(
            ", ", Enum.GetValues<ResendStatus>().Where(status => this[status] > 0).Select(status => FormattableString.Invariant($"{this[status]} {status}")));
}
