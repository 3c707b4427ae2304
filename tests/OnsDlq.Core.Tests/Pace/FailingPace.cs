using OnsDlq.Errors;
using OnsDlq.Journal;
using OnsDlq.Pace;

namespace OnsDlq.Core.Tests.Pace;

/// <summary>Lets every call leave at once, and fails to record its outcome.</summary>
internal sealed class FailingPace : IPace
{
    public List<PaceSlot> GivenBack { get; } = [];

    public ValueTask<PaceSlot> TakeAsync(PacedCall call, CancellationToken cancellationToken) => ValueTask.FromResult(
        new PaceSlot(new PaceKey(call.Account, "realm", call.Action), call, DateTimeOffset.UnixEpoch, TimeSpan.Zero, TimeSpan.Zero));

    public ValueTask<bool> LeaveAsync(PaceSlot slot, CancellationToken cancellationToken) => ValueTask.FromResult(true);

    public void GiveBack(PaceSlot slot) => GivenBack.Add(slot);

    public ValueTask<TimeSpan> ThrottledAsync(PaceSlot slot, TimeSpan? retryAfter) => throw Broken();

    public ValueTask AnsweredAsync(PaceSlot slot) => throw Broken();

    private static JournalException Broken() => new(ErrorId.JournalFull, "memory", "The disk is full.");
}
