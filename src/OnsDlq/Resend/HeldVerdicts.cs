using OnsDlq.Messages;

namespace OnsDlq.Resend;

/// <summary>
/// Holds back the verdicts on entries of messages that are not sent, until it is known that no later entry of the same message makes
/// another one: a listing shows the old entry of a message that came back before its new one.
/// </summary>
/// <param name="most">How many are held; what comes beyond that is not, so that what is kept does not grow with what is listed.</param>
internal sealed class HeldVerdicts(int most)
{
    /// <summary>How many are held by default, some 25 MB.</summary>
    public const int Most = 50_000;

    private readonly Dictionary<MessageKey, (long Number, ResendOutcome Outcome)> _held = [];
    private long _number;

    public int Count => _held.Count;

    /// <summary>Holds a verdict back; false where there is no room for it.</summary>
    public bool TryHold(MessageKey key, ResendOutcome outcome)
    {
        if (_held.Count >= most && !_held.ContainsKey(key)) return false;
        _held[key] = (_number++, outcome);
        return true;
    }

    /// <summary>Drops what is held of a message, because another verdict takes its place.</summary>
    public void Drop(MessageKey key) => _held.Remove(key);

    /// <summary>Gives one verdict after the other, in the order in which they came about, and holds them no more.</summary>
    public IEnumerable<ResendOutcome> TakeAll()
    {
        foreach (var (key, (_, outcome)) in _held.OrderBy(held => held.Value.Number).ToArray())
        {
            _held.Remove(key);
            yield return outcome;
        }
    }
}
