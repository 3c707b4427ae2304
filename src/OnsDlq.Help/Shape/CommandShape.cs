namespace OnsDlq.Help.Shape;

/// <summary>A command as reflection and doc comments tell it.</summary>
internal sealed record CommandShape
{
    /// <summary>What it does, by the approved verb.</summary>
    public required string Verb { get; init; }

    /// <summary>What it does it to.</summary>
    public required string Noun { get; init; }

    /// <summary>The doc comment in one line.</summary>
    public required string Synopsis { get; init; }

    /// <summary>The parameter set that is taken where nothing tells which is meant; null where it names none.</summary>
    public string? DefaultSet { get; init; }

    /// <summary>Its parameters as help lists them: by position, then those that must be given, then the others.</summary>
    public required IReadOnlyList<ParameterShape> Parameters { get; init; }

    /// <summary>What it emits; empty where that is nothing.</summary>
    public IReadOnlyList<OutputShape> Outputs { get; init; } = [];

    /// <summary>Verb and noun.</summary>
    public string Name => $"{Verb}-{Noun}";

    /// <summary>The parameter sets, the default one first; one without a name where there is but one.</summary>
    public IReadOnlyList<string?> Sets
    {
        get
        {
            var told = Parameters.SelectMany(parameter => parameter.Places).Select(place => place.Set);
            return [.. told.Prepend(DefaultSet).OfType<string>().Distinct().DefaultIfEmpty()];
        }
    }
}
