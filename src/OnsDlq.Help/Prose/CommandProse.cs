namespace OnsDlq.Help.Prose;

/// <summary>What people have written of a command: all that reflection and doc comments do not know.</summary>
/// <param name="File">The file it stands in.</param>
internal sealed record CommandProse(string File)
{
    /// <summary>The paragraphs that say what the command does.</summary>
    public required IReadOnlyList<string> Description { get; init; }

    /// <summary>More of its pipeline input than its parameters tell.</summary>
    public IReadOnlyList<string> Inputs { get; init; } = [];

    /// <summary>More of what it emits than the type's doc comment tells.</summary>
    public IReadOnlyList<string> Outputs { get; init; } = [];

    /// <summary>What else should be known.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>What a parameter's help says here, by its name without the dash: of WhatIf and Confirm in place of the general words, of others after the doc comment.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Parameters { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>The examples, in the order in which they are shown.</summary>
    public required IReadOnlyList<Example> Examples { get; init; }

    /// <summary>Commands, about topics, or addresses to read next.</summary>
    public IReadOnlyList<Link> Links { get; init; } = [];
}
