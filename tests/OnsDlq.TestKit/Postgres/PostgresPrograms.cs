using System.Diagnostics;
using Xunit;

namespace OnsDlq.TestKit.Postgres;

/// <summary>The programs of the machine's PostgreSQL.</summary>
internal static class PostgresPrograms
{
    private static readonly string[] Versions = [.. Enumerable.Range(13, 20).Reverse().Select(version => $"/usr/lib/postgresql/{version}/bin")];

    /// <summary>The folder with the server; null where the machine has none.</summary>
    public static string? Folder { get; } = Path()
        .Concat(Versions).Concat(["/usr/local/pgsql/bin", "/opt/homebrew/bin"])
        .FirstOrDefault(folder => new[] { "initdb", "postgres", "psql", "pgbench" }.All(program => File.Exists(System.IO.Path.Combine(folder, program))));

    /// <summary>The pooler; null where the machine has none.</summary>
    public static string? Bouncer { get; } = Path().Append("/usr/sbin").Select(folder => System.IO.Path.Combine(folder, "pgbouncer")).FirstOrDefault(File.Exists);

    /// <summary>Skips the test where the machine has no server.</summary>
    public static void Require() => Assert.SkipWhen(Folder is null, "There is no PostgreSQL server on this machine (Debian: apt-get install postgresql).");

    /// <summary>The path of a program.</summary>
    public static string Of(string program) => System.IO.Path.Combine(Folder!, program);

    /// <summary>Runs a program to its end; gives what it wrote.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public static async Task<string> RunAsync(string program, string[] arguments, CancellationToken cancellationToken)
    {
        using var process = Process.Start(
            new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true })!;
        process.StandardInput.Close();
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(cancellationToken), process.StandardError.ReadToEndAsync(cancellationToken));
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode == 0 ? await output : throw new InvalidOperationException($"{program} failed: {await errors}{await output}");
    }

    private static string[] Path() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(System.IO.Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
}
