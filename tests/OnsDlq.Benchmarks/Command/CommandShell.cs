using System.Diagnostics;
using System.Globalization;
using OnsDlq.Benchmarks.Measuring;
using OnsDlq.TestKit.Consoles;

namespace OnsDlq.Benchmarks.Command;

/// <summary>A real pwsh with the staged module, as a user has it, that runs one step after another and tells what each took. Linux only.</summary>
internal sealed class CommandShell : IAsyncDisposable
{
    private const string Mark = "::";

    private readonly Process _process;
    private readonly DirectoryInfo _folder;
    private readonly Task<string> _errors;

    private CommandShell(Process process, DirectoryInfo folder) =>
        (_process, _folder, _errors) = (process, folder, process.StandardError.ReadToEndAsync());

    /// <summary>Starts it, with a journal of its own that begins empty.</summary>
    public static async Task<CommandShell> StartAsync(SandboxAddress sandbox)
    {
        var folder = Directory.CreateTempSubdirectory("onsdlq-bench-");
        var environment = new Dictionary<string, string>(sandbox.EnvironmentOf(Path.Combine(folder.FullName, "journal.db")))
        {
            ["ONSDLQ_BENCH_INSTANCE"] = SandboxAddress.Instance,
        };
        var script = Path.Combine(AppContext.BaseDirectory, "Command", "CommandShell.ps1");
        var process = Process.Start(ConsoleProgram.Pwsh.StartInfo(
            ["-NoProfile", "-NonInteractive", "-File", script, ConsoleProgram.StagedManifest], environment))!;
        var shell = new CommandShell(process, folder);
        await shell.AnswerAsync();
        return shell;
    }

    /// <summary>Runs a step.</summary>
    /// <param name="step">A script that gives the number of objects that came out.</param>
    /// <param name="expected">How many that must be.</param>
    public async Task<StepCost> MeasureAsync(string step, int expected)
    {
        await _process.StandardInput.WriteLineAsync($"Measure-Step {{ {step} }}");
        await _process.StandardInput.FlushAsync();
        var told = (await AnswerAsync()).Split(' ');
        if (told.Length != 4 || told[3] != expected.ToString(CultureInfo.InvariantCulture))
            throw new InvalidOperationException($"'{step}' was to give {expected} objects: {string.Join(' ', told)}");
        var (ms, processor) = (Number(told[0]), Number(told[1]));
        return new(new(expected / ms * 1000, processor / expected * 1000), ms, Number(told[2]) / 1024);

        static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    // What the host writes besides, as under -WhatIf, is read and thrown away.
    private async Task<string> AnswerAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
            if (line.StartsWith(Mark, StringComparison.Ordinal)) return line[Mark.Length..];
        throw new InvalidOperationException($"pwsh has ended: {await _errors}");
    }
}
