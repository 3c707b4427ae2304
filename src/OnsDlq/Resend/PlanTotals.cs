using OnsDlq.Formatting;

namespace OnsDlq.Resend;

/// <summary>Counts what a run would do: how many messages it would send where, how long that takes, and what it would skip and why.</summary>
/// <param name="perSecond">The most resends per second.</param>
internal sealed class PlanTotals(double perSecond)
{
    // A line names no more groups than can be read.
    private const int MostGroups = 5;

    private readonly Dictionary<string, int> _sends = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, int> _skips = new(StringComparer.Ordinal);
    private int _total;
    private int _expiring;
    private int _undecided;

    /// <summary>Counts a message that would be sent.</summary>
    /// <param name="message">The message.</param>
    /// <param name="serviceNow">Now, on the service's clock: a run that sent would begin about now.</param>
    public void Add(GuardedMessage message, DateTimeOffset serviceNow)
    {
        if (ExpiryWatch.ExpiresAt(message) is { } expires && expires - serviceNow <= TimeFor(_total)) _expiring++;
        _total++;
        Count(_sends, message.Message.GroupId);
    }

    /// <summary>Counts a message that would not be sent.</summary>
    public void Add(ResendResult result)
    {
        if (result.Reason is { } reason) Count(_skips, reason);
        else _undecided++;
    }

    /// <summary>The totals, as a few lines for people.</summary>
    public IEnumerable<string> Lines()
    {
        yield return _total == 0
            ? "Would send nothing."
            : FormattableString.Invariant(
                $"Would send {Messages(_total)} to {Groups()} at {perSecond:0.###} a second, in about {Remaining.Words(TimeFor(_total))}.");
        if (_expiring > 0) yield return FormattableString.Invariant($"{_expiring:N0} of them will have expired before their turn.");
        if (_skips.Count > 0) yield return FormattableString.Invariant($"Would skip {_skips.Values.Sum():N0}: {Listed(_skips)}.");
        if (_undecided > 0) yield return FormattableString.Invariant($"{Messages(_undecided)} could not be decided on; the errors say why.");
    }

    private static string Messages(int count) => count == 1 ? "1 message" : FormattableString.Invariant($"{count:N0} messages");

    private static string Listed(Dictionary<string, int> counts) =>
        string.Join(", ", Ordered(counts).Select(one => FormattableString.Invariant($"{one.Value:N0} {one.Key}")));

    private static IEnumerable<KeyValuePair<string, int>> Ordered(Dictionary<string, int> counts) =>
        counts.OrderByDescending(one => one.Value).ThenBy(one => one.Key, StringComparer.Ordinal);

    private static void Count(Dictionary<string, int> counts, string name) => counts[name] = counts.GetValueOrDefault(name) + 1;

    private string Groups()
    {
        if (_sends.Count == 1) return Printable.Of(_sends.Keys.Single());
        var named = Ordered(_sends).Take(MostGroups).Select(one => FormattableString.Invariant($"{Printable.Of(one.Key)} ({one.Value:N0})"));
        var more = _sends.Count > MostGroups ? FormattableString.Invariant($" and {_sends.Count - MostGroups} other groups") : "";
        return string.Join(", ", named) + more;
    }

    private TimeSpan TimeFor(int messages)
    {
        var seconds = messages / perSecond;
        return seconds < TimeSpan.MaxValue.TotalSeconds ? TimeSpan.FromSeconds(seconds) : TimeSpan.MaxValue;
    }
}
