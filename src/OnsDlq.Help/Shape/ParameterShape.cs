namespace OnsDlq.Help.Shape;

/// <summary>A parameter, from reflection and its doc comment.</summary>
internal sealed record ParameterShape
{
    /// <summary>Its name, without the dash.</summary>
    public required string Name { get; init; }

    /// <summary>The short name of its type.</summary>
    public required string TypeName { get; init; }

    /// <summary>Whether it is a switch, without a value.</summary>
    public bool IsSwitch { get; init; }

    /// <summary>Whether it accepts several values.</summary>
    public bool IsList { get; init; }

    /// <summary>Whether its values may be wildcard patterns.</summary>
    public bool TakesWildcards { get; init; }

    /// <summary>Its other names.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>Its default value; null for none.</summary>
    public string? Default { get; init; }

    /// <summary>Its possible values, where they can be listed.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>The range of its values, such as "1 to 64"; null for none.</summary>
    public string? Range { get; init; }

    /// <summary>The paragraphs of its doc comment.</summary>
    public required IReadOnlyList<string> Description { get; init; }

    /// <summary>Its roles in the parameter sets.</summary>
    public required IReadOnlyList<ParameterPlace> Places { get; init; }

    /// <summary>Its role in a set; null where it is not in it.</summary>
    public ParameterPlace? In(string? set) => Places.FirstOrDefault(place => place.Set is null || place.Set == set);

    /// <summary>Its roles in all sets combined: what is true in any of them.</summary>
    public ParameterPlace Anywhere => new(
        null,
        Places.Any(place => place.Mandatory),
        Places.Max(place => place.Position),
        Places.Any(place => place.ByValue),
        Places.Any(place => place.ByPropertyName));
}
