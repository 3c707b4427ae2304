using OnsDlq.Shell;
using OnsDlq.Shell.CommandLine;
using OnsDlq.Shell.Hosting;

ShellOptions options;
try
{
    options = CommandLineReader.Read(args, Console.IsInputRedirected);
}
catch (UsageException error)
{
    Console.Error.WriteLine(error.Message);
    Console.Error.WriteLine();
    Console.Error.WriteLine(Usage.Text);
    return ExitCode.Usage;
}

switch (options.Mode)
{
    case ShellMode.Help:
        Console.WriteLine(Usage.Text);
        return ExitCode.Success;
    case ShellMode.Version:
        Console.WriteLine(Usage.VersionLine);
        return ExitCode.Success;
    case ShellMode.File when !options.Text.EndsWith(".ps1", StringComparison.OrdinalIgnoreCase):
        Console.Error.WriteLine($"'{options.Text}' is no script: its name must end with .ps1. Run the shell with -Help to see what it takes.");
        return ExitCode.Usage;
    case ShellMode.File when !File.Exists(options.Text):
        Console.Error.WriteLine($"There is no file '{options.Text}'. Run the shell with -Help to see what it takes.");
        return ExitCode.Usage;
    default:
        using (var run = new ShellRun(options))
        {
            return run.Execute();
        }
}
