namespace OnsDlq.Help.Prose;

/// <summary>Sees that links lead somewhere.</summary>
internal static class LinkCheck
{
    /// <summary>Checks the links of all commands.</summary>
    /// <param name="commands">What is written of each.</param>
    /// <param name="known">The names of the commands and about topics that there are.</param>
    /// <exception cref="HelpException">One leads nowhere.</exception>
    public static void Run(IReadOnlyDictionary<string, CommandProse> commands, IReadOnlySet<string> known)
    {
        foreach (var prose in commands.Values)
        {
            if (prose.Links.FirstOrDefault(link => link.Address is null && !known.Contains(link.Text)) is { } loose)
                throw new HelpException(prose.File, $"There is no command and no about topic '{loose.Text}'.", loose.Line);
        }
    }
}
