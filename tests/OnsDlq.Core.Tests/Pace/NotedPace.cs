using OnsDlq.Pace;

namespace OnsDlq.Core.Tests.Pace;

/// <summary>Lets every call leave at once, and records the outcomes that are reported to it.</summary>
internal sealed class NotedPace : IPace
{
    /// <summary>For each throttled call, how long it was asked to wait.</summary>
    public List<TimeSpan?> Slowed { get; } = [];

    /// <summary>How many calls had another answer.</summary>
    public int Answered { get; private set; }

    public ValueTask<PaceSlot> TakeAsync(PacedCall call, CancellationToken cancellationToken) => ValueTask.FromResult(
        new PaceSlot(new PaceKey(call.Account, "realm", call.Action), call, DateTimeOffset.UnixEpoch, TimeSpan.Zero, TimeSpan.Zero));

    public ValueTask<bool> LeaveAsync(PaceSlot slot, CancellationToken cancellationToken) => ValueTask.FromResult(true);

    public void GiveBack(PaceSlot slot)
    {
    }

    public ValueTask<TimeSpan> ThrottledAsync(PaceSlot slot, TimeSpan? retryAfter)
    {
        Slowed.Add(retryAfter);
        return ValueTask.FromResult(TimeSpan.Zero);
    }

    public ValueTask AnsweredAsync(PaceSlot slot)
    {
        Answered++;
        return ValueTask.CompletedTask;
    }
}
