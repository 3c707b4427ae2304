using OnsDlq.Messages;

namespace OnsDlq.Listing;

/// <summary>Counts the dead letters that -Pending does not show, by reason.</summary>
internal sealed class HiddenMessages
{
    private readonly SortedDictionary<SkipReason, int> _counts = [];

    /// <summary>How many there are, for people; null where there is none.</summary>
    public string? Summary
    {
        get
        {
            if (_counts.Count == 0) return null;
            var total = _counts.Values.Sum();
            var reasons = string.Join(", ", _counts.Select(one => FormattableString.Invariant($"{one.Value:N0} {one.Key}")));
            return FormattableString.Invariant($"-Pending hides {total:N0} dead {(total == 1 ? "letter" : "letters")}: {reasons}.");
        }
    }

    /// <summary>Counts one.</summary>
    public void Add(SkipReason reason) => _counts[reason] = _counts.GetValueOrDefault(reason) + 1;
}
