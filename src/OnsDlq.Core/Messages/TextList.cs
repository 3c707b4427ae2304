using System.Collections.ObjectModel;
using System.Runtime.CompilerServices;

namespace OnsDlq.Messages;

/// <summary>
/// A list of texts without spaces, such as message keys and IDs. Its own text is its elements, separated by spaces, as the service writes them.
/// </summary>
/// <remarks>For an array, Export-Csv would write the name of its type.</remarks>
[CollectionBuilder(typeof(TextList), nameof(Of))]
public sealed class TextList : ReadOnlyCollection<string>
{
    private TextList(string[] texts) : base(texts)
    {
    }

    /// <summary>Makes a list of texts.</summary>
    public static TextList Of(ReadOnlySpan<string> texts) => new(texts.ToArray());

    /// <summary>The texts, separated by spaces.</summary>
    public override string ToString() => string.Join(' ', this);
}
