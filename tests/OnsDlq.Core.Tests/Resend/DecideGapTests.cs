using OnsDlq.Journal;
using OnsDlq.Messages;
using static OnsDlq.Core.Tests.Resend.DecideSample;

namespace OnsDlq.Core.Tests.Resend;

/// <summary>What may be sent with a journal that lost records: only messages whose resend cannot be among the lost records.</summary>
public sealed class DecideGapTests
{
    private static readonly ResendStatus[] Statuses = [ResendStatus.Accepted, ResendStatus.Failed, ResendStatus.Rejected, ResendStatus.Unknown];

    [Fact]
    public void Every_series_of_up_to_two_attempts_with_every_set_of_entries_and_every_gap_is_decided_by_the_rule()
    {
        var cells = 0;
        foreach (var series in Series())
        {
            // Entry n was stored half way between attempt n and n + 1; a gap ends a quarter later.
            for (var entries = 0; entries < 1 << (series.Length + 1); entries++)
            {
                for (var place = 0; place <= series.Length; place++)
                {
                    double[] stored = [.. Enumerable.Range(0, series.Length + 1).Where(gap => (entries & (1 << gap)) != 0).Select(gap => (gap * 1000.0) + 500)];
                    var end = (place * 1000.0) + 750;
                    var without = History(series.Select((status, index) => Ended(status, (index + 1) * 1000)), stored);

                    var decision = Decide(without with { Gap = At(end) });

                    var known = stored.Any(entry => entry > end)
                        || series.Where((status, index) => status != ResendStatus.Rejected && (index + 1) * 1000 > end).Any();
                    var expected = Decide(without).Reason ?? (known ? null : SkipReason.JournalGap);
                    Assert.True(
                        expected == decision.Reason,
                        $"[{string.Join(", ", series)}] with entries at [{string.Join(", ", stored)}] and a gap until {end}: {decision.Reason}, expected {expected}");
                    cells++;
                }
            }
        }

        Assert.Equal(2 + (4 * 4 * 2) + (16 * 8 * 3), cells);
    }

    [Fact]
    public void A_message_of_which_no_entry_is_known_may_be_in_the_gap() =>
        Assert.Equal(SkipReason.JournalGap, Decide(MessageHistory.None(Key) with { Gap = At(0) }).Reason);

    [Fact]
    public void An_entry_at_the_very_end_of_the_gap_is_in_it()
    {
        Assert.Equal(SkipReason.JournalGap, Decide(History([], 100) with { Gap = At(100) }).Reason);
        Assert.True(Decide(History([], 100.001) with { Gap = At(100) }).Send);
    }

    private static IEnumerable<ResendStatus[]> Series()
    {
        yield return [];
        foreach (var one in Statuses)
        {
            yield return [one];
            foreach (var other in Statuses) yield return [one, other];
        }
    }
}
