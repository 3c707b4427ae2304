namespace OnsDlq.Help.Prose;

/// <summary>What people have written of a command: all that reflection and doc comments do not know.</summary>
/// <param name="File">The file it stands in.</param>
internal sealed record CommandProse(string File)
{
    /// <summary>The paragraphs that say what the command does.</summary>
    public required IReadOnlyList<string> Description { get; init; }

    /// <summary>More of its pipeline input than its parameters tell.</summary>
    public IReadOnlyList<string> Inputs { get; init; } = [];

    /// <summary>What else should be known.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>What WhatIf and Confirm do here, in place of the general words; all other parameters have doc comments.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Parameters { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>The examples, in the order in which they are shown.</summary>
    public required IReadOnlyList<Example> Examples { get; init; }

    /// <summary>Commands, about topics, or addresses to read next.</summary>
    public IReadOnlyList<Link> Links { get; init; } = [];
}
