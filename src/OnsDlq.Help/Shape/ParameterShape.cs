namespace OnsDlq.Help.Shape;

/// <summary>A parameter as reflection and its doc comment tell it.</summary>
internal sealed record ParameterShape
{
    /// <summary>Its name, without the dash.</summary>
    public required string Name { get; init; }

    /// <summary>The short name of its type.</summary>
    public required string TypeName { get; init; }

    /// <summary>Whether it takes no value.</summary>
    public bool IsSwitch { get; init; }

    /// <summary>Whether it takes several values.</summary>
    public bool IsList { get; init; }

    /// <summary>Whether its values may be wildcard patterns.</summary>
    public bool TakesWildcards { get; init; }

    /// <summary>Its other names.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>What it is where it is not given; null where that is nothing.</summary>
    public string? Default { get; init; }

    /// <summary>The values that it takes, where they can be listed.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>The values that it takes, where they are a range, such as "1 to 64"; null otherwise.</summary>
    public string? Range { get; init; }

    /// <summary>The paragraphs of its doc comment.</summary>
    public required IReadOnlyList<string> Description { get; init; }

    /// <summary>How it takes part in the parameter sets.</summary>
    public required IReadOnlyList<ParameterPlace> Places { get; init; }

    /// <summary>How it takes part in a set; null where it does not.</summary>
    public ParameterPlace? In(string? set) => Places.FirstOrDefault(place => place.Set is null || place.Set == set);

    /// <summary>One place that tells of all sets what is true in any of them.</summary>
    public ParameterPlace Anywhere => new(
        null,
        Places.Any(place => place.Mandatory),
        Places.Max(place => place.Position),
        Places.Any(place => place.ByValue),
        Places.Any(place => place.ByPropertyName));
}
