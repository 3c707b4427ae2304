using OnsDlq.Core.Tests.Resend;
using OnsDlq.Journal;
using OnsDlq.Listing;
using OnsDlq.Messages;
using OnsDlq.Transport;

namespace OnsDlq.Core.Tests.Listing;

/// <summary>Which entries are new, and where the bookmark belongs afterwards.</summary>
public sealed class NewEntriesTests
{
    private static readonly DateTimeOffset Start = new(2024, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private readonly SettableTime _time = new(Start);
    private readonly ServiceClock _clock;

    public NewEntriesTests() => _clock = new(_time);

    [Fact]
    public void What_was_shown_within_the_overlap_is_not_new_and_the_rest_is()
    {
        Answer();
        var first = List(null, At(-20, "M1"), At(-10, "M2"), At(-1, "M3"));

        var second = new NewEntries(first, _clock, _time);

        Assert.Equal(Start - NewEntries.Overlap, second.Begin);
        Assert.Equal([false, false, true, true], new[] { At(-10, "M2"), At(-1, "M3"), At(-10, "M9"), At(-9, "M2") }.Select(second.IsNew));
    }

    [Fact]
    public void A_message_ID_in_another_case_is_the_same_entry()
    {
        Answer();

        Assert.False(new NewEntries(List(null, At(-1, "AB")), _clock, _time).IsNew(At(-1, "ab")));
    }

    /// <summary>What is stored while the listing runs may be missed by it.</summary>
    [Fact]
    public void The_bookmark_is_at_the_time_of_the_service_when_the_listing_began()
    {
        _clock.Note(Start.AddMinutes(-7), Start, Start);
        var entries = new NewEntries(null, _clock, _time);
        _time.Advance(TimeSpan.FromMinutes(3));

        Assert.Equal(Start.AddMinutes(-7), entries.Next().Until);
    }

    /// <summary>This machine's clock is an hour ahead, and the first answer of the listing shows that.</summary>
    [Fact]
    public void A_clock_ahead_of_the_service_does_not_move_the_bookmark_too_far()
    {
        var entries = new NewEntries(null, _clock, _time);
        _clock.Note(Start.AddHours(-1), Start, Start);

        Assert.Equal(Start.AddHours(-1), entries.Next().Until);
    }

    /// <summary>Where no answer has a date, this machine's clock may be ahead of the service's: it does not count.</summary>
    [Theory]
    [InlineData(null, null, null)]
    [InlineData(null, -30.0, -30.0)]
    [InlineData(-60.0, null, -60.0)]
    [InlineData(-60.0, -30.0, -30.0)]
    [InlineData(-20.0, -30.0, -20.0)]
    public void Without_the_services_clock_the_newest_store_time_counts(double? bookmark, double? newest, double? expected)
    {
        var entries = new NewEntries(bookmark is { } minutes ? new(1, Start.AddMinutes(minutes), "") : null, _clock, _time);
        if (newest is { } at)
        {
            DeadLetter[] listed = [At(at, "M1")];
            entries.Read(listed);
            entries.Show(listed);
        }

        Assert.Equal(expected is { } until ? Start.AddMinutes(until) : DateTimeOffset.UnixEpoch + NewEntries.Overlap, entries.Next().Until);
    }

    [Fact]
    public void What_is_missing_and_what_was_not_shown_stays_before_the_bookmark()
    {
        Answer();
        var entries = new NewEntries(null, _clock, _time);
        Show(entries, At(-40, "M1"), At(-30, "M2"));
        entries.StopAt(Start.AddMinutes(-29));
        Show(entries, At(-20, "M3"));
        Assert.Equal(Start.AddMinutes(-29), entries.Next().Until);

        entries.StopAtLastShown();
        Assert.Equal(Start.AddMinutes(-29), entries.Next().Until);

        var stopped = new NewEntries(null, _clock, _time);
        Show(stopped, At(-40, "M1"), At(-30, "M2"));
        stopped.StopAtLastShown();
        Assert.Equal(Start.AddMinutes(-30), stopped.Next().Until);
    }

    [Fact]
    public void What_is_shown_behind_a_gap_is_remembered_and_what_was_seen_there_before_too()
    {
        Answer();
        var entries = new NewEntries(null, _clock, _time);
        Show(entries, At(-40, "M1"));
        entries.StopAt(Start.AddMinutes(-35));
        Show(entries, At(-5, "M2"));

        // The next listing ends at once, as with -First.
        var next = new NewEntries(entries.Next(), _clock, _time);
        Show(next, At(-34, "M3"));
        next.StopAtLastShown();
        var after = new NewEntries(next.Next(), _clock, _time);

        Assert.Equal([false, false, false, true], new[] { At(-40, "M1"), At(-34, "M3"), At(-5, "M2"), At(-6, "M4") }.Select(after.IsNew));
    }

    /// <summary>Entries that came late are taken one by one; what was shown long ago must not come again.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_stop_or_a_gap_before_the_bookmark_leaves_it_where_it_is(bool isGap)
    {
        Answer();
        var first = List(null, At(-29, "old"), At(-1, "M1"));

        var second = new NewEntries(first, _clock, _time);
        if (isGap) second.StopAt(Start.AddMinutes(-14));
        Show(second, At(-14, "late"));
        if (!isGap) second.StopAtLastShown();
        var third = new NewEntries(second.Next(), _clock, _time);

        Assert.Equal(Start - NewEntries.Overlap, third.Begin);
        Assert.Equal([false, false, true], new[] { At(-14, "late"), At(-1, "M1"), At(-13, "later") }.Select(third.IsNew));
    }

    [Fact]
    public void A_bookmark_moves_back_only_where_a_wrong_clock_had_put_it_far_into_the_future()
    {
        Answer();

        Assert.Equal(Start.AddMinutes(14), new NewEntries(new(1, Start.AddMinutes(14), ""), _clock, _time).Next().Until);
        Assert.Equal(Start, new NewEntries(new(1, Start.AddMinutes(16), ""), _clock, _time).Next().Until);
    }

    [Fact]
    public void A_broker_whose_clock_is_ahead_hides_nothing_of_the_others()
    {
        Answer();
        var next = new NewEntries(List(null, At(-1, "M1"), At(30, "M2")), _clock, _time);

        Assert.Equal(Start - NewEntries.Overlap, next.Begin);
        Assert.Equal([false, true], new[] { At(30, "M2"), At(0, "M3") }.Select(next.IsNew));
    }

    [Fact]
    public void Only_the_overlap_is_remembered_and_of_that_no_more_than_the_journal_takes()
    {
        Answer();
        var many = Enumerable.Range(0, NewEntries.MostRemembered + 500)
            .Select(number => new DeadLetter($"M{number}", "GID_a", "i", "r", Start.AddMinutes(-10).ToUnixTimeMilliseconds() + (number / 1000))).ToArray();

        Assert.Equal(32 * 2, List(null, At(-100, "M1"), At(-16, "M2"), At(-14, "M3"), At(-1, "M4")).Seen.Length);
        var most = List(null, many);
        Assert.Equal(32 * NewEntries.MostRemembered, most.Seen.Length);
        Assert.Equal([true, false], new[] { many[0], many[^1] }.Select(new NewEntries(most, _clock, _time).IsNew));
    }

    [Fact]
    public void A_bookmark_far_in_the_future_counts_as_one_of_now_and_a_slow_clock_here_changes_nothing()
    {
        Assert.Equal(Start - NewEntries.Overlap, new NewEntries(new(1, Start.AddDays(1), ""), _clock, _time).Begin);
        Assert.Equal(Start.AddMinutes(10) - NewEntries.Overlap, new NewEntries(new(1, Start.AddMinutes(10), ""), _clock, _time).Begin);
    }

    [Theory]
    [InlineData("")]
    [InlineData("AAAA")]
    [InlineData("no Base64!")]
    public void A_damaged_list_shows_entries_again(string seen)
    {
        Answer();

        Assert.True(new NewEntries(new(1, Start, seen), _clock, _time).IsNew(At(-1, "M1")));
    }

    // The service's clock is this machine's.
    private void Answer() => _clock.Note(Start, Start, Start);

    private static DeadLetter At(double minutes, string msgId) =>
        new(msgId, "GID_a", "MQ_INST_1", "cn-hangzhou", Start.AddMinutes(minutes).ToUnixTimeMilliseconds());

    private Bookmark List(Bookmark? bookmark, params DeadLetter[] listed)
    {
        var entries = new NewEntries(bookmark, _clock, _time);
        foreach (var batch in listed.Chunk(50)) Show(entries, batch);
        return entries.Next();
    }

    private static void Show(NewEntries entries, params DeadLetter[] listed)
    {
        entries.Read(listed);
        entries.Show(listed);
    }
}
