using OnsDlq.Errors;

namespace OnsDlq.Pace;

/// <summary>Stores the schedule of calls. All times are UTC, stored to the tick of 100 ns.</summary>
/// <exception cref="OnsDlqException">From every method: the store cannot be used in its present state; nothing was changed.</exception>
internal interface IPaceStore
{
    /// <summary>
    /// Takes the next <paramref name="count"/> slots of a pace, one interval apart, after every slot taken before and not in the past (see
    /// <see cref="PaceRule.FirstSlot"/>); gives the first.
    /// </summary>
    Task<DateTimeOffset> TakeSlotsAsync(
        PaceKey key, int count, TimeSpan interval, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Reads the state of a pace; <see cref="PaceState.Free"/> where none is stored.</summary>
    Task<PaceState> ReadPaceAsync(PaceKey key, CancellationToken cancellationToken);

    /// <summary>Changes the state of a pace if it still is <paramref name="expected"/> (a compare-and-set); false otherwise.</summary>
    Task<bool> ChangePaceAsync(PaceKey key, PaceState expected, PaceState state, CancellationToken cancellationToken);
}
