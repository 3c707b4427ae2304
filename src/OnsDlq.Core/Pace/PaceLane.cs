using System.Collections.Concurrent;

namespace OnsDlq.Pace;

/// <summary>
/// The queue of callers of one pace in this process. Only the first caller holds slots, so that stopped callers waste none, and processes that
/// share a pace take turns.
/// </summary>
internal sealed class PaceLane
{
    // How long the state is cached; other processes may have slowed the pace since.
    private static readonly TimeSpan FreshState = TimeSpan.FromMilliseconds(50);

    // How often a hold is read again: it may have been extended.
    private static readonly TimeSpan HoldCheck = TimeSpan.FromSeconds(1);

    // Held by the first caller, while it waits for its slot.
    private readonly AsyncLock _turn = new(handsOverInline: true);
    private readonly ConcurrentQueue<PaceSlot> _givenBack = new();
    private readonly object _gate = new();
    private readonly PaceKey _key;
    private readonly PaceSource _source;
    private readonly TimeProvider _time;
    private readonly long _start;
    private int _waiting;
    private SlotRange? _range;
    private Task<SlotRange>? _next;
    private TimeSpan _free;
    private TimeSpan _preparing;
    private TimeSpan _asking;
    private Known? _known;

    public PaceLane(PaceKey key, PaceSource source, TimeProvider time) =>
        (_key, _source, _time, _start) = (key, source, time, time.GetTimestamp());

    private TimeSpan Elapsed => _time.GetElapsedTime(_start);

    // How long a call is prepared, and how long the journal takes to tell the state.
    private TimeSpan Preparing
    {
        get { lock (_gate) return _preparing; }
    }

    private TimeSpan Asking
    {
        get { lock (_gate) return _asking; }
    }

    /// <summary>Takes a slot, and returns when it is time to prepare the call.</summary>
    public async ValueTask<PaceSlot> TakeAsync(PacedCall call, CancellationToken cancellationToken)
    {
        if (GivenBack(call) is { } given) return given;
        IDisposable turn;
        Interlocked.Increment(ref _waiting);
        try
        {
            turn = await _turn.EnterAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }

        using (turn)
        {
            while (true)
            {
                var state = await StateAsync(call, cancellationToken).ConfigureAwait(false);
                if (state.HoldUntil - _time.GetUtcNow() is { Ticks: > 0 } hold)
                {
                    call.Waits?.Invoke(new(hold, IsHold: true));
                    await WaitAsync(hold < HoldCheck ? hold : HoldCheck, cancellationToken).ConfigureAwait(false);
                    continue;
                }

                var slot = await NextAsync(call, state.SlowedTo > call.Interval ? state.SlowedTo : call.Interval).ConfigureAwait(false);
                var wait = slot.Due - PaceRule.Lead(slot.Interval, Preparing) - Elapsed;
                if (wait > TimeSpan.Zero) call.Waits?.Invoke(new(wait, IsHold: false));
                await WaitAsync(wait, cancellationToken).ConfigureAwait(false);
                if (slot.At >= state.HoldUntil && !IsPast(slot)) return slot with { GivenAt = Elapsed };
            }
        }
    }

    /// <summary>Waits for the slot; tells whether the call may leave.</summary>
    public async ValueTask<bool> LeaveAsync(PaceSlot slot, CancellationToken cancellationToken)
    {
        // The journal is asked before the slot begins, so that its answer takes nothing of the slot.
        var preparing = Elapsed - slot.GivenAt;
        await WaitAsync(slot.Due - Asking - Elapsed, cancellationToken).ConfigureAwait(false);
        var asked = Elapsed;
        await StateAsync(slot.Call, cancellationToken).ConfigureAwait(false);
        NotePrepared(preparing + Elapsed - asked);
        await WaitAsync(slot.Due - Elapsed, cancellationToken).ConfigureAwait(false);
        var state = PaceRule.Believed(Volatile.Read(ref _known)!.State, _time.GetUtcNow());
        return slot.At >= state.HoldUntil && !IsPast(slot);
    }

    /// <summary>Takes back a slot that was not used.</summary>
    public void GiveBack(PaceSlot slot) => _givenBack.Enqueue(slot);

    /// <summary>Records that a call was throttled; gives for how long calls are held.</summary>
    public async ValueTask<TimeSpan> ThrottledAsync(PaceSlot slot, TimeSpan? retryAfter)
    {
        while (true)
        {
            var state = await ReadAsync(slot.Call, CancellationToken.None).ConfigureAwait(false);
            var now = _time.GetUtcNow();
            var next = PaceRule.Slowed(PaceRule.Believed(state, now), slot.At, slot.Call.Interval, now, retryAfter);
            if (await ChangeAsync(slot.Call, state, next).ConfigureAwait(false))
                return next.HoldUntil > now ? next.HoldUntil - now : TimeSpan.Zero;
        }
    }

    /// <summary>Records that a call was answered without throttling.</summary>
    public async ValueTask AnsweredAsync(PaceSlot slot)
    {
        if (Volatile.Read(ref _known) is not { } known || PaceRule.IsFree(known.State)) return;
        var now = _time.GetUtcNow();
        var next = PaceRule.SpedUp(PaceRule.Believed(known.State, now), slot.At, slot.Call.Interval, now);

        // Where another process changed the state first, this update is dropped: the next answer brings another.
        if (next != known.State) await ChangeAsync(slot.Call, known.State, next).ConfigureAwait(false);
    }

    // A slot that was given back is soon over, and is mostly taken by the caller who gave it back. So it goes to whoever asks next, past the
    // queue. If calls have been held since, LeaveAsync refuses it.
    private PaceSlot? GivenBack(PacedCall call)
    {
        while (_givenBack.TryDequeue(out var slot))
            if (slot.Interval >= call.Interval && !IsPast(slot)) return slot with { Call = call, GivenAt = Elapsed };
        return null;
    }

    private void NotePrepared(TimeSpan took)
    {
        lock (_gate) _preparing = PaceRule.Usual(_preparing, took);
    }

    private bool IsPast(PaceSlot slot) => Elapsed - slot.Due > PaceRule.Tolerance(slot.Interval);

    private async ValueTask<PaceSlot> NextAsync(PacedCall call, TimeSpan interval)
    {
        while (true)
        {
            if (_range?.Interval >= interval && _range.Next(Elapsed + PaceRule.Ahead(interval, Preparing)) is { } slot)
            {
                // Prefetch: the next slots are taken early, but only where a caller waits for them, since unused slots are lost for all.
                if (_range.IsHalfUsed && Volatile.Read(ref _waiting) > 0) _next ??= RangeAsync(call, interval);

                // Whatever happens to clocks and stores, calls of this process stay one interval apart.
                if (_free > slot.Due) slot.Due = _free;
                _free = slot.Due + _range.Interval;
                return new PaceSlot(_key, call, slot.At, slot.Due, _range.Interval);
            }

            var next = _next ?? RangeAsync(call, interval);
            _next = null;
            _range = await next.ConfigureAwait(false);
        }
    }

    // Not cancelled: another caller may get these slots.
    private async Task<SlotRange> RangeAsync(PacedCall call, TimeSpan interval)
    {
        var ahead = PaceRule.Ahead(interval, Preparing);
        var (count, elapsed, now) = (PaceRule.SlotsAtOnce(interval), Elapsed + ahead, _time.GetUtcNow() + ahead);
        var first = await _source.AskAsync(
            store => store.TakeSlotsAsync(_key, count, interval, now, CancellationToken.None), call, CancellationToken.None).ConfigureAwait(false);
        return new SlotRange(first, elapsed + (first - now), count, interval);
    }

    private async ValueTask<PaceState> StateAsync(PacedCall call, CancellationToken cancellationToken)
    {
        var known = Volatile.Read(ref _known);
        var state = known is not null && Elapsed - known.ReadAt < FreshState
            ? known.State
            : await ReadAsync(call, cancellationToken).ConfigureAwait(false);
        return PaceRule.Believed(state, _time.GetUtcNow());
    }

    private async ValueTask<PaceState> ReadAsync(PacedCall call, CancellationToken cancellationToken)
    {
        var readAt = Elapsed;
        var state = await _source.AskAsync(store => store.ReadPaceAsync(_key, cancellationToken), call, cancellationToken).ConfigureAwait(false);
        Know(new Known(state, readAt));
        lock (_gate) _asking = PaceRule.Usual(_asking, Elapsed - readAt);
        return state;
    }

    private async ValueTask<bool> ChangeAsync(PacedCall call, PaceState expected, PaceState state)
    {
        var changed = state == expected || await _source.AskAsync(
            store => store.ChangePaceAsync(_key, expected, state, CancellationToken.None), call, CancellationToken.None).ConfigureAwait(false);
        if (changed) Know(new Known(state, Elapsed));
        return changed;
    }

    // An older reading does not replace a newer one.
    private void Know(Known known)
    {
        lock (_gate)
        {
            if (_known is null || known.ReadAt >= _known.ReadAt) _known = known;
        }
    }

    private Task WaitAsync(TimeSpan wait, CancellationToken cancellationToken)
    {
        // In whole ms, as timers count.
        var ms = Math.Ceiling(wait.TotalMilliseconds);
        return ms > 0 ? Task.Delay(TimeSpan.FromMilliseconds(ms), _time, cancellationToken) : Task.CompletedTask;
    }

    private sealed record Known(PaceState State, TimeSpan ReadAt);
}
