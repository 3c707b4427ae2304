namespace OnsDlq.Help.Prose;

/// <summary>Checks that links have a target.</summary>
internal static class LinkCheck
{
    /// <summary>Checks the links of all commands.</summary>
    /// <param name="commands">The hand-written help of each.</param>
    /// <param name="known">The names of all commands and about topics.</param>
    /// <exception cref="HelpException">A link has no target.</exception>
    public static void Run(IReadOnlyDictionary<string, CommandProse> commands, IReadOnlySet<string> known)
    {
        foreach (var prose in commands.Values)
        {
            if (prose.Links.FirstOrDefault(link => link.Address is null && !known.Contains(link.Text)) is { } loose)
                throw new HelpException(prose.File, $"There is no command and no about topic '{loose.Text}'.", loose.Line);
        }
    }
}
