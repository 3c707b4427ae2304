namespace OnsDlq.Shell.CommandLine;

/// <summary>Reads the command line by pwsh's conventions: any unambiguous beginning of an option's name will do.</summary>
internal static class CommandLineReader
{
    // The shortest beginning that pwsh takes for each of them.
    private static readonly (string Name, string Shortest)[] Options =
    [
        ("command", "c"), ("file", "f"), ("help", "h"), ("version", "v"),
        ("nologo", "nol"), ("noninteractive", "noni"), ("noprofile", "nop"),
    ];

    /// <summary>Gives what is asked for.</summary>
    /// <exception cref="UsageException">An option is unknown or lacks its value.</exception>
    public static ShellOptions Read(IReadOnlyList<string> args, bool inputRedirected)
    {
        var options = new ShellOptions(inputRedirected ? ShellMode.StandardInput : ShellMode.Interactive);
        for (var i = 0; i < args.Count; i++)
        {
            switch (OptionOf(args[i]))
            {
                case "command":
                    return CommandOf(options, args, i + 1, inputRedirected);
                case "file":
                    return FileOf(options, args, i + 1);
                case "help":
                    return options with { Mode = ShellMode.Help };
                case "version":
                    return options with { Mode = ShellMode.Version };
                case "nologo":
                    options = options with { NoLogo = true };
                    break;
                case "noninteractive":
                    options = options with { NonInteractive = true };
                    break;
                case "noprofile":
                    // No profile is ever read; scripts pass the option to every PowerShell.
                    break;
                case null when args[i].Equals("rehearse", StringComparison.OrdinalIgnoreCase):
                    return i == args.Count - 1
                        ? options with { Mode = ShellMode.Rehearse }
                        : throw new UsageException($"rehearse takes no argument, but '{args[i + 1]}' was given.");
                case null:
                    return FileOf(options, args, i);
                default:
                    throw new UsageException($"There is no option '{args[i]}'.");
            }
        }
        return options;
    }

    private static string? OptionOf(string arg)
    {
        if (arg.Length < 2 || arg[0] != '-')
        {
            return null;
        }
        var name = arg.TrimStart('-');
        if (name == "?")
        {
            return "help";
        }
        foreach (var (option, shortest) in Options)
        {
            if (option.StartsWith(name, StringComparison.OrdinalIgnoreCase) &&
                name.StartsWith(shortest, StringComparison.OrdinalIgnoreCase))
            {
                return option;
            }
        }
        return string.Empty;
    }

    private static ShellOptions CommandOf(ShellOptions options, IReadOnlyList<string> args, int first, bool inputRedirected)
    {
        if (first >= args.Count)
        {
            throw new UsageException("-Command needs the text to run.");
        }
        if (args[first] != "-")
        {
            return options with { Mode = ShellMode.Command, Text = string.Join(' ', args.Skip(first)) };
        }
        if (first + 1 < args.Count)
        {
            throw new UsageException("Nothing may follow '-Command -'.");
        }
        return inputRedirected
            ? options with { Mode = ShellMode.StandardInput }
            : throw new UsageException("'-Command -' reads from standard input, which is the terminal.");
    }

    private static ShellOptions FileOf(ShellOptions options, IReadOnlyList<string> args, int first)
    {
        if (first >= args.Count)
        {
            throw new UsageException("-File needs the path of a script.");
        }
        if (args[first] == "-")
        {
            return options with { Mode = ShellMode.StandardInput };
        }
        return options with { Mode = ShellMode.File, Text = args[first], Arguments = [.. args.Skip(first + 1)] };
    }
}
