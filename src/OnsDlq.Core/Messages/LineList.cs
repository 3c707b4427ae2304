using System.Collections.ObjectModel;

namespace OnsDlq.Messages;

/// <summary>Things in order, each with a text of its own. As text they are separated by semicolons.</summary>
/// <typeparam name="T">What they are.</typeparam>
public sealed class LineList<T> : ReadOnlyCollection<T>
{
    internal LineList(IEnumerable<T> things) : base([.. things])
    {
    }

    /// <summary>The things, as they read in one line.</summary>
    public override string ToString() => string.Join("; ", this);
}
