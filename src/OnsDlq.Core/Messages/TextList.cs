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
    /// <summary>A list without texts.</summary>
    internal static new TextList Empty { get; } = new([]);

    private TextList(string[] texts) : base(texts)
    {
    }

    /// <summary>Makes a list of texts.</summary>
    public static TextList Of(ReadOnlySpan<string> texts) => texts.IsEmpty ? Empty : new(texts.ToArray());

    /// <summary>Reads a list from its text.</summary>
    internal static TextList Read(string? text) => Of(text?.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

    /// <summary>The texts, separated by spaces.</summary>
    public override string ToString() => string.Join(' ', this);
}
