using System.Collections.ObjectModel;

namespace OnsDlq.Journal;

/// <summary>Words on how an attempt ended, oldest first. As text they are separated by semicolons.</summary>
public sealed class OutcomeList : ReadOnlyCollection<RecordedOutcome>
{
    internal OutcomeList(IEnumerable<RecordedOutcome> outcomes) : base([.. outcomes])
    {
    }

    /// <summary>The words, as they read in one line.</summary>
    public override string ToString() => string.Join("; ", this);
}
