using System.Collections.ObjectModel;

namespace OnsDlq.Messages;

/// <summary>A list whose text is that of its elements, separated by semicolons.</summary>
/// <typeparam name="T">The type of the elements.</typeparam>
public sealed class LineList<T> : ReadOnlyCollection<T>
{
    internal LineList(IEnumerable<T> things) : base([.. things])
    {
    }

    /// <summary>The elements in one line.</summary>
    public override string ToString() => string.Join("; ", this);
}
