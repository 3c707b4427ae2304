using System.Collections.ObjectModel;
using System.Runtime.CompilerServices;

namespace OnsDlq.Messages;

/// <summary>Texts without blanks in them, such as message keys and IDs, in order. As text they are separated by blanks, as on the wire.</summary>
/// <remarks>An array's own text is the name of its type, and that is what Export-Csv writes of it.</remarks>
[CollectionBuilder(typeof(TextList), nameof(Of))]
public sealed class TextList : ReadOnlyCollection<string>
{
    private TextList(string[] texts) : base(texts)
    {
    }

    /// <summary>Makes a list of texts.</summary>
    public static TextList Of(ReadOnlySpan<string> texts) => new(texts.ToArray());

    /// <summary>The texts, separated by blanks.</summary>
    public override string ToString() => string.Join(' ', this);
}
