namespace OnsDlq.Help.Shape;

/// <summary>A type that a command emits.</summary>
/// <param name="TypeName">The type's full name.</param>
/// <param name="Description">The paragraphs of the type's doc comment.</param>
internal sealed record OutputShape(string TypeName, IReadOnlyList<string> Description);
