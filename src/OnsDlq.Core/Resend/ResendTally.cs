using OnsDlq.Messages;

namespace OnsDlq.Resend;

/// <summary>Counts results by status. Not safe for use by several threads at once.</summary>
internal sealed class ResendTally
{
    private readonly int[] _counts = new int[Enum.GetValues<ResendStatus>().Length];
    private int _answers;
    private int _ownIdListed;

    /// <summary>How many results there are in all.</summary>
    public int Total => _counts.Sum();

    /// <summary>
    /// Whether there was an answer and every one listed its own message: either nothing could be resent, or the service lists what
    /// it did resend, as the sample of the operation's page shows and its note denies (ons-api facts 1.3).
    /// </summary>
    public bool EveryAnswerListedItsOwnMessage => _answers > 0 && _answers == _ownIdListed;

    /// <summary>How many results have this status.</summary>
    public int this[ResendStatus status] => _counts[(int)status];

    public void Add(ResendResult result)
    {
        _counts[(int)result.Status]++;
        if (result.Status is ResendStatus.Accepted or ResendStatus.Failed)
            _answers++;
        if (result.Status == ResendStatus.Failed)
            _ownIdListed++;
    }

    /// <summary>The statuses that occurred with their numbers, such as <c>9 Accepted, 1 Unknown</c>.</summary>
    public override string ToString() =>
        string.Join(
            ", ", Enum.GetValues<ResendStatus>().Where(status => this[status] > 0).Select(status => FormattableString.Invariant($"{this[status]} {status}")));
}
