namespace OnsDlq.Help.Shape;

/// <summary>A command, from reflection and doc comments.</summary>
internal sealed record CommandShape
{
    public required string Verb { get; init; }

    public required string Noun { get; init; }

    /// <summary>The doc comment in one line.</summary>
    public required string Synopsis { get; init; }

    /// <summary>The default parameter set; null for none.</summary>
    public string? DefaultSet { get; init; }

    /// <summary>Its parameters in the order of the help: by position, then the mandatory ones, then the others.</summary>
    public required IReadOnlyList<ParameterShape> Parameters { get; init; }

    /// <summary>The types that it emits; empty for none.</summary>
    public IReadOnlyList<OutputShape> Outputs { get; init; } = [];

    public string Name => $"{Verb}-{Noun}";

    /// <summary>The parameter sets, the default one first; a single one without a name where there are none.</summary>
    public IReadOnlyList<string?> Sets
    {
        get
        {
            var told = Parameters.SelectMany(parameter => parameter.Places).Select(place => place.Set);
            return [.. told.Prepend(DefaultSet).OfType<string>().Distinct().DefaultIfEmpty()];
        }
    }
}
