using OnsDlq.Errors;
using OnsDlq.Journal;
using OnsDlq.Messages;
using OnsDlq.TestKit.Journal;
using OnsDlq.Transport;

namespace OnsDlq.Core.Tests.Journal;

public sealed class AttemptResolverTests
{
    private static readonly AttemptReference OfMessage = new(null, new() { GroupId = AttemptStage.Key.GroupId, MsgIds = ["0a01"] });

    private readonly AttemptStage _stage = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static AttemptReference Of(string attemptId, int? outcomesSeen = null) => new(attemptId, new(), outcomesSeen);

    private Task<RecordedAttempt> FindAsync(AttemptReference reference, bool connected = true) => _stage.Finder(connected).FindAsync(reference, Cancel);

    private Task<RecordedAttempt> ResolveAsync(RecordedAttempt seen, ResendStatus status = ResendStatus.Accepted, bool connected = true) =>
        _stage.Resolver(connected).ResolveAsync(seen, status, "bob@desk", "the consumer's log has it", Cancel);

    private static async Task AssertAsync(ErrorId id, Func<Task> work) =>
        Assert.Equal(id, (await Assert.ThrowsAsync<OnsDlqException>(work)).Id);

    [Theory]
    [InlineData(ResendStatus.Unknown, ResendStatus.Accepted)]
    [InlineData(ResendStatus.Unknown, ResendStatus.Rejected)]
    [InlineData(ResendStatus.Failed, ResendStatus.Accepted)]
    [InlineData(ResendStatus.Failed, ResendStatus.Rejected)]
    internal async Task A_persons_word_counts_and_is_added_with_who_and_why(ResendStatus before, ResendStatus word)
    {
        await _stage.EndedAsync("a1", before);
        _stage.Time.Advance(TimeSpan.FromHours(1));

        var settled = new ResendAttempt(await ResolveAsync(await FindAsync(Of("a1")), word), isAbandoned: false);

        Assert.Equal(word.ToString(), settled.Status);
        Assert.Equal([before.ToString(), word.ToString()], settled.Outcomes.Select(outcome => outcome.Status));
        var last = settled.Outcomes[^1];
        Assert.Equal((SourceName.Person, "bob@desk", "the consumer's log has it"), (last.Source, last.By, last.Reason));
        Assert.Equal(_stage.Time.GetUtcNow(), last.Time);
        Assert.Equal(settled.StartTime, settled.EndTime);
        Assert.Equal(("R-a1", 2), (settled.RequestId, settled.Tries));
        Assert.Equal(("bob@desk", "the consumer's log has it"), (settled.SettledBy, settled.SettledReason));
        Assert.EndsWith($" {word} by bob@desk (the consumer's log has it)", last.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ResendStatus.Accepted)]
    [InlineData(ResendStatus.Rejected)]
    internal async Task What_is_settled_stays_so(ResendStatus status)
    {
        await _stage.EndedAsync("a1", status);

        await AssertAsync(ErrorId.AttemptNotResolvable, () => FindAsync(Of("a1")));
        await AssertAsync(ErrorId.AttemptNotResolvable, () => FindAsync(OfMessage));
    }

    [Fact]
    public async Task An_attempt_that_is_not_there_is_not_found()
    {
        await AssertAsync(ErrorId.AttemptNotFound, () => FindAsync(Of("a1")));
        await AssertAsync(ErrorId.AttemptNotFound, () => FindAsync(OfMessage));
    }

    [Fact]
    public async Task A_message_means_the_one_attempt_that_is_yet_to_be_settled()
    {
        await _stage.EndedAsync("a1", ResendStatus.Accepted);
        await _stage.EndedAsync("a2", ResendStatus.Unknown);
        await _stage.EndedAsync("a3", ResendStatus.Rejected);

        Assert.Equal("a2", (await FindAsync(OfMessage)).Attempt.AttemptId);
        await _stage.EndedAsync("a4", ResendStatus.Failed);
        await AssertAsync(ErrorId.AmbiguousAttempt, () => FindAsync(OfMessage));
    }

    [Fact]
    public async Task Of_two_people_who_settle_at_once_one_is_told_of_the_conflict()
    {
        await _stage.EndedAsync("a1", ResendStatus.Unknown);
        var seen = await FindAsync(Of("a1"));
        await ResolveAsync(seen, ResendStatus.Accepted);

        await AssertAsync(ErrorId.ResolveConflict, () => ResolveAsync(seen, ResendStatus.Rejected));

        Assert.Equal(ResendStatus.Accepted, Assert.Single((await _stage.HistoryAsync()).Attempts).Outcome!.Status);
    }

    [Fact]
    public async Task Whoever_looked_before_something_changed_must_look_again()
    {
        await _stage.EndedAsync("a1", ResendStatus.Unknown);
        await _stage.EndAsync("a1", ResendStatus.Failed);

        await AssertAsync(ErrorId.ResolveConflict, () => FindAsync(Of("a1", outcomesSeen: 1)));
        Assert.Equal("a1", (await FindAsync(Of("a1", outcomesSeen: 2))).Attempt.AttemptId);
    }

    [Fact]
    public async Task What_happens_to_the_message_meanwhile_is_no_conflict()
    {
        await _stage.EndedAsync("a1", ResendStatus.Unknown);
        var seen = await FindAsync(Of("a1"));
        await _stage.Journal.BlockAsync(AttemptStage.Key, new("no", "eve@box", _stage.Time.GetUtcNow(), null), Cancel);
        await _stage.ClaimAsync("a2");

        Assert.Equal(ResendStatus.Accepted, (await ResolveAsync(seen)).Attempt.Outcome!.Status);
    }

    [Fact]
    public async Task A_claim_in_flight_cannot_be_settled()
    {
        _stage.KnowTime();
        await _stage.ClaimAsync("a1");

        await AssertAsync(ErrorId.AttemptNotResolvable, () => FindAsync(Of("a1")));
        await AssertAsync(ErrorId.AttemptNotResolvable, () => FindAsync(OfMessage));
        _stage.Time.Advance(TimeSpan.FromMinutes(15));
        await AssertAsync(ErrorId.AttemptNotResolvable, () => FindAsync(Of("a1")));
    }

    [Fact]
    public async Task A_dead_holders_claim_is_first_abandoned_and_then_settled()
    {
        await _stage.ClaimAsync("a1");
        _stage.SenderIsDead = true;

        var settled = await ResolveAsync(await FindAsync(OfMessage), ResendStatus.Rejected);

        Assert.Equal([OutcomeSource.Abandoned, OutcomeSource.Person], settled.Attempt.Outcomes.Select(outcome => outcome.Source));
        Assert.Equal(ResendStatus.Rejected, settled.Attempt.Outcome!.Status);
    }

    [Fact]
    public async Task A_fenced_claim_can_be_settled_by_the_services_clock()
    {
        _stage.KnowTime(ahead: TimeSpan.FromMinutes(-10));
        await _stage.ClaimAsync("a1");

        _stage.Time.Advance(TimeSpan.FromMinutes(17));
        await AssertAsync(ErrorId.AttemptNotResolvable, () => FindAsync(Of("a1")));
        _stage.Time.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal("a1", (await FindAsync(Of("a1"))).Attempt.AttemptId);
    }

    [Fact]
    public async Task Without_the_services_clock_a_claim_is_doubted_a_day_longer_and_ends_as_late_as_it_can()
    {
        var claimed = _stage.Time.GetUtcNow();
        await _stage.ClaimAsync("a1");

        _stage.Time.Advance(TimeSpan.FromHours(20));
        await AssertAsync(ErrorId.AttemptNotResolvable, () => FindAsync(Of("a1"), connected: false));
        _stage.Time.Advance(TimeSpan.FromHours(5));
        var settled = await ResolveAsync(await FindAsync(Of("a1"), connected: false), connected: false);

        Assert.Equal(claimed + ClaimRule.Fence, settled.Attempt.EndedAt);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_claim_that_hangs_on_a_clock_nobody_knows_is_settled_once_the_service_told_it(bool byMessage)
    {
        var asked = new List<string>();
        _stage.AskTime = (claim, _) =>
        {
            asked.Add(claim.Attempt.AttemptId);
            _stage.KnowTime();
            return Task.CompletedTask;
        };
        await _stage.ClaimAsync("a1");
        _stage.Time.Advance(TimeSpan.FromMinutes(17));

        var settled = await ResolveAsync(await FindAsync(byMessage ? OfMessage : Of("a1")), ResendStatus.Rejected);

        Assert.Equal(ResendStatus.Rejected, settled.Attempt.Outcome!.Status);
        Assert.Equal(["a1"], asked);
    }

    [Fact]
    public async Task A_service_whose_clock_says_otherwise_leaves_the_claim_alone()
    {
        _stage.AskTime = (_, _) =>
        {
            _stage.KnowTime(ahead: TimeSpan.FromMinutes(-10));
            return Task.CompletedTask;
        };
        await _stage.ClaimAsync("a1");
        _stage.Time.Advance(TimeSpan.FromMinutes(17));

        await AssertAsync(ErrorId.AttemptNotResolvable, () => FindAsync(Of("a1")));
    }

    [Fact]
    public async Task Nobody_is_asked_for_the_time_of_a_claim_that_is_young_or_settled()
    {
        _stage.AskTime = (_, _) => throw new InvalidOperationException("asked");
        await _stage.ClaimAsync("a1");
        _stage.Time.Advance(TimeSpan.FromSeconds(30));
        await AssertAsync(ErrorId.AttemptNotResolvable, () => FindAsync(Of("a1")));
        await _stage.EndAsync("a1", ResendStatus.Unknown);
        _stage.Time.Advance(TimeSpan.FromMinutes(17));

        Assert.Equal("a1", (await FindAsync(Of("a1"))).Attempt.AttemptId);
    }

    [Theory]
    [InlineData(false, "Get-OnsDlqInstance")]
    [InlineData(true, "2026-07-01")]
    public async Task A_claim_that_cannot_be_settled_yet_says_what_frees_it(bool known, string says)
    {
        await _stage.ClaimAsync("a1");
        if (known) _stage.KnowTime();

        var exception = await Assert.ThrowsAsync<OnsDlqException>(() => FindAsync(Of("a1")));

        Assert.Contains("once its process is known to be gone", exception.Message, StringComparison.Ordinal);
        Assert.Contains(says, exception.Message, StringComparison.Ordinal);
        Assert.Equal(!known, exception.Message.Contains("this session does not know", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Attempts_that_hang_on_a_clock_nobody_knows_are_counted_as_they_are_read()
    {
        await _stage.ClaimAsync("a1");
        var young = _stage.Reader();
        Assert.Single(await young.ReadAsync(new(), [], Cancel).ToListAsync(Cancel));
        _stage.Time.Advance(TimeSpan.FromMinutes(17));
        var old = _stage.Reader();
        Assert.Empty(await old.ReadAsync(new(), [AttemptStatus.Unknown], Cancel).ToListAsync(Cancel));
        _stage.KnowTime();
        var told = _stage.Reader();
        Assert.Single(await told.ReadAsync(new(), [AttemptStatus.Unknown], Cancel).ToListAsync(Cancel));

        Assert.Equal([0, 1, 0], new[] { young, old, told }.Select(reader => reader.Undecided));
    }

    [Fact]
    public async Task An_abandoned_claim_ends_as_late_as_it_can_by_a_clock_that_is_known_badly()
    {
        var now = _stage.Time.GetUtcNow();
        _stage.Clock.Note(now, now - ServiceClock.LongestCall, now);
        await _stage.ClaimAsync("a1");
        _stage.SenderIsDead = true;

        var settled = await ResolveAsync(await FindAsync(Of("a1")));

        Assert.Equal(now + ServiceClock.LongestCall + TimeSpan.FromSeconds(1), settled.Attempt.EndedAt);
    }

    [Fact]
    public async Task A_holder_that_comes_back_with_the_answer_is_heard_before_the_person()
    {
        await _stage.ClaimAsync("a1");
        _stage.SenderIsDead = true;
        var seen = await FindAsync(Of("a1"));
        await _stage.EndAsync("a1", ResendStatus.Accepted);

        await AssertAsync(ErrorId.ResolveConflict, () => ResolveAsync(seen, ResendStatus.Rejected));

        Assert.Equal(ResendStatus.Accepted, Assert.Single((await _stage.HistoryAsync()).Attempts).Outcome!.Status);
    }

    [Fact]
    public async Task A_holder_that_is_alive_after_all_keeps_its_claim()
    {
        await _stage.ClaimAsync("a1");
        _stage.SenderIsDead = true;
        var seen = await FindAsync(Of("a1"));
        _stage.SenderIsDead = false;

        await AssertAsync(ErrorId.AttemptNotResolvable, () => ResolveAsync(seen, ResendStatus.Rejected));

        Assert.Null(Assert.Single((await _stage.HistoryAsync()).Attempts).Outcome);
    }
}
