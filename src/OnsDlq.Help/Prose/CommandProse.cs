namespace OnsDlq.Help.Prose;

/// <summary>The hand-written help of a command: everything that does not come from reflection and doc comments.</summary>
/// <param name="File">Its file.</param>
internal sealed record CommandProse(string File)
{
    /// <summary>The paragraphs that say what the command does.</summary>
    public required IReadOnlyList<string> Description { get; init; }

    /// <summary>Additional text on its pipeline input.</summary>
    public IReadOnlyList<string> Inputs { get; init; } = [];

    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Texts for WhatIf and Confirm in place of the general ones; all other parameters have doc comments.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Parameters { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>The examples, in order.</summary>
    public required IReadOnlyList<Example> Examples { get; init; }

    /// <summary>The related links: commands, about topics, or addresses.</summary>
    public IReadOnlyList<Link> Links { get; init; } = [];
}
