using OnsDlq.Messages;

namespace OnsDlq.Core.Tests.Resend;

/// <summary>
/// Every series of outcomes of up to three attempts with every set of entries between them, compared with a literal version of the rule:
/// each attempt that may have been executed needs its own entry that was stored after it, with any assignment of entries to attempts.
/// </summary>
public sealed class DecideEveryCellTests
{
    private static readonly ResendStatus[] Statuses = [ResendStatus.Accepted, ResendStatus.Failed, ResendStatus.Rejected, ResendStatus.Unknown];

    [Fact]
    public void Every_series_of_outcomes_with_every_set_of_entries_is_decided_by_the_rule()
    {
        var (cells, sent) = (0, 0);
        foreach (var series in Series(3))
        {
            // Entry n was stored half way between attempt n and n + 1; entry 0 is the original one.
            for (var entries = 0; entries < 1 << (series.Length + 1); entries++)
            {
                double[] stored = [.. Enumerable.Range(0, series.Length + 1).Where(gap => (entries & (1 << gap)) != 0).Select(gap => (gap * 1000) + 500)];
                var history = DecideSample.History(series.Select((status, index) => DecideSample.Ended(status, (index + 1) * 1000)), stored);

                var decision = DecideSample.Decide(history);

                var (reason, returned) = Expect(series, stored);
                Assert.True(
                    (reason, returned + 1) == (decision.Reason, decision.Round),
                    $"[{string.Join(", ", series)}] with entries at [{string.Join(", ", stored)}]: {decision.Reason} in round {decision.Round}, expected {reason} in round {returned + 1}");
                Assert.Empty(decision.Lifted);
                Assert.Empty(decision.Abandoned);
                cells++;
                if (decision.Send) sent++;
            }
        }

        Assert.Equal(2 + (4 * 4) + (16 * 8) + (64 * 16), cells);
        Assert.InRange(sent, 1, cells - 1);
    }

    /// <summary>The order in which attempts are listed does not matter.</summary>
    [Fact]
    public void Attempts_are_folded_in_whatever_order_they_stand()
    {
        foreach (var series in Series(3).Where(series => series.Length == 3))
        {
            var attempts = series.Select((status, index) => DecideSample.Ended(status, (index + 1) * 1000)).ToArray();
            var there = DecideSample.Decide(DecideSample.History(attempts, 500, 2500));
            var back = DecideSample.Decide(DecideSample.History(Enumerable.Reverse(attempts), 500, 2500));

            Assert.Equal((there.Reason, there.Round), (back.Reason, back.Round));
        }
    }

    private static IEnumerable<ResendStatus[]> Series(int longest)
    {
        IEnumerable<ResendStatus[]> series = [[]];
        IEnumerable<ResendStatus[]> all = series;
        for (var length = 1; length <= longest; length++)
        {
            series = [.. series.SelectMany(one => Statuses.Select(status => (ResendStatus[])[.. one, status]))];
            all = all.Concat(series);
        }

        return all;
    }

    private static (SkipReason? Reason, int Returned) Expect(ResendStatus[] series, double[] stored)
    {
        var executed = Enumerable.Range(0, series.Length).Where(index => series[index] != ResendStatus.Rejected).ToArray();
        var dealings = Deal(executed, stored).ToArray();
        var returned = dealings.Max(dealt => dealt.Count);
        var left = dealings.Where(dealt => dealt.Count == returned).SelectMany(dealt => executed.Except(dealt)).Select(index => series[index]).ToHashSet();
        SkipReason? reason =
            left.Contains(ResendStatus.Unknown) ? SkipReason.OutcomeUnknown
            : left.Contains(ResendStatus.Failed) ? SkipReason.ReportedFailed
            : left.Contains(ResendStatus.Accepted) ? SkipReason.AlreadyResent
            : returned >= 3 ? SkipReason.MaxRounds
            : null;
        return (reason, returned);
    }

    /// <summary>All ways to assign an entry to each attempt, as the sets of attempts that have one.</summary>
    private static IEnumerable<IReadOnlyCollection<int>> Deal(int[] attempts, double[] stored)
    {
        if (attempts.Length == 0) return [[]];
        var (first, rest) = (attempts[0], attempts[1..]);
        return Deal(rest, stored).Concat(stored.Where(entry => entry > (first + 1) * 1000).SelectMany(
            entry => Deal(rest, [.. stored.Where(other => other != entry)]).Select(dealt => (IReadOnlyCollection<int>)[first, .. dealt])));
    }
}
