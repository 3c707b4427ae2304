using OnsDlq.Messages;

namespace OnsDlq.Resend;

/// <summary>
/// Holds back the results of skipped entries until it is known that no later entry of the same message changes them: when a message has come
/// back, a listing shows its old entry before the new one.
/// </summary>
/// <param name="most">How many are held at most, so that the memory does not grow with the listing.</param>
internal sealed class HeldVerdicts(int most)
{
    /// <summary>How many are held by default (about 25 MB).</summary>
    public const int Most = 50_000;

    private readonly Dictionary<MessageKey, (long Number, ResendOutcome Outcome)> _held = [];
    private long _number;

    public int Count => _held.Count;

    /// <summary>Holds a result back; false where there is no room for it.</summary>
    public bool TryHold(MessageKey key, ResendOutcome outcome)
    {
        if (_held.Count >= most && !_held.ContainsKey(key)) return false;
        _held[key] = (_number++, outcome);
        return true;
    }

    /// <summary>Drops the result of a message, because another one replaces it.</summary>
    public void Drop(MessageKey key) => _held.Remove(key);

    /// <summary>Gives and removes all results, in the order in which they were added.</summary>
    public IEnumerable<ResendOutcome> TakeAll()
    {
        foreach (var (key, (_, outcome)) in _held.OrderBy(held => held.Value.Number).ToArray())
        {
            _held.Remove(key);
            yield return outcome;
        }
    }
}
