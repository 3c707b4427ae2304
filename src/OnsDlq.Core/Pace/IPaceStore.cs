using OnsDlq.Errors;

namespace OnsDlq.Pace;

/// <summary>Where the schedule of calls is kept. All times are UTC and kept to the tick of 100 ns.</summary>
/// <exception cref="OnsDlqException">From every method: the store cannot be used as it stands; nothing was changed.</exception>
internal interface IPaceStore
{
    /// <summary>
    /// Takes the next <paramref name="count"/> slots of a pace, one interval apart, after every slot that anybody took before and not
    /// before now (see <see cref="PaceRule.FirstSlot"/>); gives the first.
    /// </summary>
    Task<DateTimeOffset> TakeSlotsAsync(
        PaceKey key, int count, TimeSpan interval, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Reads how a pace stands; the state of a pace nobody slowed where there is none.</summary>
    Task<PaceState> ReadPaceAsync(PaceKey key, CancellationToken cancellationToken);

    /// <summary>Changes how a pace stands if it still is as <paramref name="expected"/>; false otherwise.</summary>
    Task<bool> ChangePaceAsync(PaceKey key, PaceState expected, PaceState state, CancellationToken cancellationToken);
}
