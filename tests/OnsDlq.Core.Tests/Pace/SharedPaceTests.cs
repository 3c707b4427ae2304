using Microsoft.Extensions.Time.Testing;
using OnsDlq.Errors;
using OnsDlq.Journal;
using OnsDlq.Pace;
using OnsDlq.Signing;
using OnsDlq.Transport;

namespace OnsDlq.Core.Tests.Pace;

public sealed class SharedPaceTests
{
    private static readonly PacedCall Call = new("key", "A", TimeSpan.FromMilliseconds(100));

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly ProcessPaceStore _journal = new();
    private readonly long _start;
    private readonly SharedPace _pace;

    public SharedPaceTests()
    {
        _start = _time.GetTimestamp();
        _pace = Process();
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private double Elapsed => _time.GetElapsedTime(_start).TotalMilliseconds;

    [Fact]
    public void Calls_leave_an_interval_apart_whatever_their_number()
    {
        var left = Enumerable.Range(0, 5).Select(_ => LeaveAsync(_pace)).ToArray();

        Pass(400);

        Assert.Equal([0, 100, 200, 300, 400], left.Select(Time));
    }

    [Fact]
    public void Time_that_nobody_used_is_not_made_up_for()
    {
        Assert.Equal(0, Time(LeaveAsync(_pace)));
        Pass(60_000);

        var left = Enumerable.Range(0, 3).Select(_ => LeaveAsync(_pace)).ToArray();
        Pass(200);

        Assert.Equal([60_000, 60_100, 60_200], left.Select(Time));
    }

    [Fact]
    public void Processes_on_one_journal_share_one_schedule()
    {
        var left = Enumerable.Range(0, 4).Select(_ => Process()).SelectMany(pace => new[] { LeaveAsync(pace), LeaveAsync(pace) }).ToArray();

        Pass(700);

        Assert.Equal([0, 100, 200, 300, 400, 500, 600, 700], left.Select(Time).Order());
    }

    [Fact]
    public void Each_key_and_operation_has_a_pace_of_its_own()
    {
        Assert.Equal(0, Time(LeaveAsync(_pace)));

        Assert.Equal(0, Time(LeaveAsync(_pace, Call with { Action = "B" })));
        Assert.Equal(0, Time(LeaveAsync(_pace, Call with { Account = "other" })));
        Assert.Equal(0, Time(LeaveAsync(Process("elsewhere"))));
        Assert.False(LeaveAsync(_pace).IsCompleted);
    }

    [Fact]
    public void Temporary_keys_share_a_pace_however_often_they_are_renewed()
    {
        PacedCall Of(string id, string? token) =>
            new ServiceCall("A", new Dictionary<string, string>(), CallKind.Query).Paced(new AccessKey(id, "secret", token), new());

        Assert.Equal(Of("STS.one", "t1"), Of("STS.two", "t2"));
        Assert.NotEqual(Of("LTAI-one", null), Of("LTAI-two", null));
        Assert.Equal(TimeSpan.FromMilliseconds(100), Of("LTAI-one", null).Interval);
    }

    [Fact]
    public async Task A_call_that_is_not_ready_at_its_slot_takes_another()
    {
        var slot = await _pace.TakeAsync(Call, Cancel);
        Pass(51);

        Assert.False(await _pace.LeaveAsync(slot, Cancel));
        Assert.Equal(100, TimeAfter(49, LeaveAsync(_pace)));
    }

    [Fact]
    public async Task A_call_that_is_a_little_late_leaves_and_the_next_is_not()
    {
        var slot = await _pace.TakeAsync(Call, Cancel);
        Pass(50);

        Assert.True(await _pace.LeaveAsync(slot, Cancel));
        Assert.Equal(100, TimeAfter(50, LeaveAsync(_pace)));
    }

    [Fact]
    public async Task A_call_is_prepared_a_little_before_its_slot()
    {
        await LeaveAsync(_pace);
        var taken = _pace.TakeAsync(Call, Cancel).AsTask();

        Pass(49);
        Assert.False(taken.IsCompleted);
        Pass(1);
        var left = _pace.LeaveAsync(await taken, Cancel).AsTask();
        Assert.False(left.IsCompleted);
        Pass(50);
        Assert.True(await left);
    }

    [Fact]
    public void A_process_that_was_suspended_releases_no_burst()
    {
        var left = Enumerable.Range(0, 10).Select(_ => LeaveAsync(_pace)).ToArray();
        Assert.Equal(0, Time(left[0]));

        // The clock advances in one step: no timer fires in between.
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(2, left.Count(task => task.IsCompleted));
        Pass(900);

        Assert.Equal(Enumerable.Range(0, 9).Select(number => 10_000.0 + (100 * number)), left.Skip(1).Select(Time));
    }

    [Fact]
    public async Task A_refusal_in_one_process_holds_and_slows_all_and_voids_the_slots_they_have()
    {
        var other = Process();
        var refused = await _pace.TakeAsync(Call, Cancel);
        Assert.True(await _pace.LeaveAsync(refused, Cancel));
        var waiting = new[] { LeaveAsync(other), LeaveAsync(other), LeaveAsync(_pace) };
        Pass(60);

        Assert.Equal(5, (await _pace.ThrottledAsync(refused, TimeSpan.FromSeconds(5))).TotalSeconds);
        Pass(6000);

        Assert.Equal([5060, 5185, 5310], waiting.Select(Time).Order());
    }

    [Fact]
    public async Task A_hold_that_grows_holds_those_who_wait_already()
    {
        var refused = await TakeAndLeaveAsync();
        await _pace.ThrottledAsync(refused, TimeSpan.FromSeconds(1));
        var waiting = LeaveAsync(Process());
        Pass(500);
        await _pace.ThrottledAsync(refused, TimeSpan.FromSeconds(10));

        Pass(10_200);

        Assert.Equal(10_500, Time(waiting));
    }

    [Fact]
    public async Task Answers_bring_the_pace_back_to_what_is_asked_for()
    {
        await _pace.ThrottledAsync(await TakeAndLeaveAsync(), TimeSpan.FromSeconds(1));
        Pass(1000);

        var last = Elapsed;
        var gaps = new List<double>();
        for (var call = 0; call < 400; call++)
        {
            var slot = await TakeAndLeaveAsync();
            gaps.Add(Elapsed - last);
            last = Elapsed;
            await _pace.AnsweredAsync(slot);
        }

        Assert.Equal(125, gaps[1], 1.0);
        Assert.Equal(100, gaps[^1], 0.0);
        Assert.All(gaps.Skip(1), gap => Assert.InRange(gap, 99, 126));
        Assert.True(PaceRule.IsFree(await _journal.ReadPaceAsync(new PaceKey("key", "realm", "A"), Cancel)));
    }

    [Fact]
    public void A_clock_set_back_an_hour_stalls_nobody()
    {
        Assert.Equal(0, Time(LeaveAsync(_pace)));
        var waiting = LeaveAsync(_pace);
        var clock = new SetBackTime(_time) { Back = TimeSpan.FromHours(1) };
        var late = LeaveAsync(new SharedPace("realm", Source(), clock));

        Pass(200);

        Assert.Equal(100, Time(waiting));
        Assert.Equal(0, Time(late));
    }

    [Fact]
    public void Fast_paces_take_several_slots_at_once_and_still_leave_one_after_another()
    {
        var fast = Call with { Interval = TimeSpan.FromMilliseconds(10) };

        var left = Enumerable.Range(0, 20).Select(_ => LeaveAsync(_pace, fast)).ToArray();
        Pass(300);

        Assert.Equal(Enumerable.Range(0, 20).Select(number => 10.0 * number), left.Select(Time));
    }

    [Fact]
    public void Slots_taken_ahead_are_lost_when_they_pass_unused()
    {
        var fast = Call with { Interval = TimeSpan.FromMilliseconds(10) };
        Assert.Equal(0, Time(LeaveAsync(_pace, fast)));
        Pass(1000);

        var left = Enumerable.Range(0, 5).Select(_ => LeaveAsync(_pace, fast)).ToArray();
        Pass(100);

        Assert.Equal([1000, 1010, 1020, 1030, 1040], left.Select(Time));
    }

    [Fact]
    public async Task Callers_who_give_up_leave_the_way_free()
    {
        await LeaveAsync(_pace);
        using var stop = new CancellationTokenSource();
        var gone = Enumerable.Range(0, 3).Select(_ => _pace.TakeAsync(Call, stop.Token).AsTask()).ToArray();
        var stays = LeaveAsync(_pace);

        await stop.CancelAsync();
        foreach (var task in gone) await Assert.ThrowsAnyAsync<OperationCanceledException>(() => task);
        Pass(200);

        // Only the first of them had already reserved a time slot.
        Assert.Equal(200, Time(stays));
    }

    [Fact]
    public void A_journal_that_cannot_be_used_fails_no_call_and_leaves_the_process_its_own_pace()
    {
        var (asked, notices) = (0, new List<string>());
        var source = new PaceSource(
            _ =>
            {
                asked++;
                throw new JournalException(ErrorId.JournalLocked, "memory", "It is locked.");
            },
            _time);
        var pace = new SharedPace("realm", source, _time);

        var left = Enumerable.Range(0, 5).Select(_ => LeaveAsync(pace, Call with { Notice = notices.Add })).ToArray();
        Pass(400);

        Assert.Equal([0, 100, 200, 300, 400], left.Select(Time));
        Assert.Equal(1, asked);
        Assert.Contains("It is locked.", Assert.Single(notices), StringComparison.Ordinal);

        Pass((int)PaceSource.Pause.TotalMilliseconds);
        Assert.True(LeaveAsync(pace).IsCompleted);
        Assert.Equal(2, asked);
    }

    [Fact]
    public async Task A_call_that_only_reads_waits_a_tenth_of_a_second_for_the_journal_and_then_goes_at_this_processs_own_pace()
    {
        var (asked, notices) = (0, new List<string>());
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var answer = new TaskCompletionSource<IPaceStore?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var source = new PaceSource(
            _ =>
            {
                Interlocked.Increment(ref asked);
                begun.TrySetResult();
                return new ValueTask<IPaceStore?>(answer.Task);
            },
            _time);
        var reading = Call with { WaitsForJournal = false, Notice = notices.Add };
        Task<PaceState> AskAsync(PacedCall call) =>
            source.AskAsync(store => store.ReadPaceAsync(new PaceKey("key", "realm", "A"), Cancel), call, Cancel).AsTask();

        var first = AskAsync(reading);
        await begun.Task.WaitAsync(Cancel);
        Pass(99);
        Assert.False(first.IsCompleted);
        Pass(1);
        Assert.Equal(PaceState.Free, await first);
        Assert.Contains("somebody else may be writing", Assert.Single(notices), StringComparison.Ordinal);

        // The journal is not asked again for a while, except for a resend, which needs it anyway.
        Assert.True(AskAsync(reading).IsCompleted);
        var resend = AskAsync(Call);
        Assert.False(resend.IsCompleted);
        answer.SetResult(_journal);
        Assert.Equal(PaceState.Free, await resend);
        Assert.Equal(2, asked);
    }

    [Fact]
    public void What_only_reads_does_not_wait_for_the_journal_and_a_resend_does()
    {
        bool Waits(CallKind kind) =>
            new ServiceCall("A", new Dictionary<string, string>(), kind).Paced(new AccessKey("id", "secret"), new()).WaitsForJournal;

        Assert.False(Waits(CallKind.Query));
        Assert.True(Waits(CallKind.Resend));
    }

    [Fact]
    public void A_journal_that_appears_is_used_from_then_on()
    {
        IPaceStore? journal = null;
        var pace = new SharedPace("realm", new PaceSource(_ => ValueTask.FromResult(journal), _time), _time);
        Assert.Equal(0, Time(LeaveAsync(pace)));
        Assert.Equal(0, Time(LeaveAsync(_pace)));
        journal = _journal;

        var (mine, theirs) = (LeaveAsync(pace), LeaveAsync(_pace));
        Pass(400);

        Assert.Equal([100, 200], new[] { Time(mine), Time(theirs) }.Order());
    }

    private SharedPace Process(string realm = "realm") => new(realm, Source(), _time);

    private PaceSource Source() => new(_ => ValueTask.FromResult<IPaceStore?>(_journal), _time);

    // Calls as a real caller does; returns the time of departure in ms.
    private async Task<double> LeaveAsync(SharedPace pace, PacedCall? call = null)
    {
        PaceSlot slot;
        do slot = await pace.TakeAsync(call ?? Call, Cancel).ConfigureAwait(false);
        while (!await pace.LeaveAsync(slot, Cancel).ConfigureAwait(false));
        return Elapsed;
    }

    private async Task<PaceSlot> TakeAndLeaveAsync()
    {
        var taking = _pace.TakeAsync(Call, Cancel).AsTask();
        while (!taking.IsCompleted) Pass(1);
        var slot = await taking;
        var leaving = _pace.LeaveAsync(slot, Cancel).AsTask();
        while (!leaving.IsCompleted) Pass(1);
        Assert.True(await leaving);
        return slot;
    }

    private double TimeAfter(int milliseconds, Task<double> left)
    {
        Pass(milliseconds);
        return Time(left);
    }

    private static double Time(Task<double> left)
    {
        Assert.True(left.IsCompletedSuccessfully);
        return left.GetAwaiter().GetResult();
    }

    // In small steps, like real time: one large step would fire all timers at the same instant.
    private void Pass(int milliseconds)
    {
        for (var ms = 0; ms < milliseconds; ms++) _time.Advance(TimeSpan.FromMilliseconds(1));
    }

    /// <summary>A clock that was set back; its timers and its monotonic timestamps are not affected.</summary>
    private sealed class SetBackTime(TimeProvider inner) : TimeProvider
    {
        public TimeSpan Back { get; init; }

        public override long TimestampFrequency => inner.TimestampFrequency;

        public override DateTimeOffset GetUtcNow() => inner.GetUtcNow() - Back;

        public override long GetTimestamp() => inner.GetTimestamp();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            inner.CreateTimer(callback, state, dueTime, period);
    }
}
