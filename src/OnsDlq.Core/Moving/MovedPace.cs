using OnsDlq.Pace;

namespace OnsDlq.Moving;

/// <summary>A pace on its way from one journal to another: how throttling has slowed it. Its slots are not moved; they are over in a moment.</summary>
/// <param name="Key">Which it is.</param>
/// <param name="State">Its state.</param>
internal sealed record MovedPace(PaceKey Key, PaceState State)
{
    /// <summary>The state that respects both: the slower one, and the longer hold.</summary>
    public PaceState With(PaceState own) => new(
        own.SlowedTo > State.SlowedTo ? own.SlowedTo : State.SlowedTo,
        own.HoldUntil > State.HoldUntil ? own.HoldUntil : State.HoldUntil,
        own.ChangedAt > State.ChangedAt ? own.ChangedAt : State.ChangedAt);
}
