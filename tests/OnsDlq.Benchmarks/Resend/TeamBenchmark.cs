using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using OnsDlq.Benchmarks.Measuring;
using OnsDlq.Journal;
using OnsDlq.Journal.Postgres;
using OnsDlq.TestKit.Postgres;

namespace OnsDlq.Benchmarks.Resend;

/// <summary>
/// The journal of a team: what several processes record in one database, beside what pgbench does there with the same two statements, a claim and
/// a settlement, each in a transaction of its own, with as many connections as the processes may use.
/// </summary>
internal static partial class TeamBenchmark
{
    /// <summary>The first argument of a process that records messages.</summary>
    public const string Member = "resend-team-member";

    private const int InFlight = 16;
    private const int Each = 3000;
    private const int Seconds = 3;

    /// <summary>Measures; tells so where the machine has no PostgreSQL.</summary>
    public static async Task RunAsync()
    {
        if (PostgresPrograms.Folder is null)
        {
            Figures.Say($"resend-team: there is no PostgreSQL on this machine");
            return;
        }

        await using var server = await PostgresServer.StartAsync(CancellationToken.None);
        foreach (var processes in new[] { 1, 2, 4, 8 })
        {
            var database = await server.MakeDatabaseAsync(CancellationToken.None);
            var connections = processes * new PostgresRules().Lanes;
            await (await OpenAsync(server.Uri(database))).DisposeAsync();

            // The yardstick before and after, so that other load on the machine affects both.
            var before = await PgbenchAsync(server, database, connections);
            var ours = await TogetherAsync(server.Uri(database), processes);
            var yardstick = (before + await PgbenchAsync(server, database, connections)) / 2;
            Figures.Say($"resend-team-{processes}: {ours:0} /s, pgbench with {connections} connections {yardstick:0} /s");
            Figures.Ratio(string.Create(CultureInfo.InvariantCulture, $"resend-team-{processes}"), ours / yardstick);
        }
    }

    /// <summary>What such a process does: it opens the journal, says so, waits for a line, and records messages.</summary>
    public static async Task WorkAsync(string address)
    {
        await using var journal = await OpenAsync(address);
        await JournalLoop.RunAsync(journal, 200, InFlight);
        Console.WriteLine("ready");
        await Console.In.ReadLineAsync();
        await JournalLoop.RunAsync(journal, Each, InFlight);
    }

    private static async Task<IResendJournal> OpenAsync(string address) =>
        (await new PostgresJournalOpener().OpenAsync(JournalLocation.Parse(address), CancellationToken.None)).Journal;

    private static async Task<double> TogetherAsync(string address, int processes)
    {
        var members = Enumerable.Range(0, processes).Select(_ => Process.Start(
            new ProcessStartInfo("dotnet", [typeof(TeamBenchmark).Assembly.Location, Member, address])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            })!).ToArray();
        foreach (var member in members) await member.StandardOutput.ReadLineAsync();
        var watch = Stopwatch.StartNew();
        foreach (var member in members) await member.StandardInput.WriteLineAsync();
        foreach (var member in members) await member.WaitForExitAsync();
        if (members.Any(member => member.ExitCode != 0)) throw new InvalidOperationException("A process has failed.");
        return processes * Each / watch.Elapsed.TotalSeconds;
    }

    private static async Task<double> PgbenchAsync(PostgresServer server, string database, int connections)
    {
        await server.SqlAsync(
            """
            INSERT INTO onsdlq.run (id, started_at, run_by, machine, boot, process_space, process_id, process_start) VALUES ('b', now(), '', '', '', '', 1, 1) ON CONFLICT DO NOTHING;
            INSERT INTO onsdlq.queue (realm, instance_id, group_id) VALUES ('cn-benchmark', 'MQ_INST_1_pgbench', 'GID_pgbench')
                ON CONFLICT DO NOTHING
            """,
            CancellationToken.None, database);
        var script = Path.GetTempFileName();
        await File.WriteAllTextAsync(script, $"\\set id random(1, 9000000000000000000)\n{Claim()};\n{Settlement()};\n");
        try
        {
            var told = await PostgresPrograms.RunAsync(
                PostgresPrograms.Of("pgbench"),
                [
                    "-n", "-h", server.Folder, "-p", Text(server.Port), "-U", "postgres", "-c", Text(connections), "-j", "2", "-T", Text(Seconds),
                    "-f", script, database,
                ],
                CancellationToken.None);
            return double.Parse(Rate().Match(told).Groups[1].Value, CultureInfo.InvariantCulture);
        }
        finally
        {
            File.Delete(script);
        }
    }

    // The statements of the journal with values in place of $1, $2 and so on; the last first, since $1 is the beginning of $10.
    private static string Claim() => Fill(
        WriteParts.Claims(new("", "onsdlq"), [], isKnown: false).CommandText,
        "ARRAY['cn-benchmark']", "ARRAY['MQ_INST_1_pgbench']", "ARRAY['GID_pgbench']", "ARRAY[upper(lpad(to_hex(:id), 32, '0'))]", "ARRAY[0]",
        "ARRAY['b' || :id]", "ARRAY['b']", "ARRAY[1]", "ARRAY[now()]", "ARRAY[now() + interval '1 min']", "ARRAY[now()]", "ARRAY['1782892800000']",
        "ARRAY[1782892800000]", "ARRAY['']", "ARRAY[true]", "ARRAY[NULL]", "ARRAY[NULL]", "ARRAY[NULL]");

    private static string Settlement() => Fill(
        WriteParts.Settlements(new("", "onsdlq"), [], again: false).CommandText,
        "ARRAY['b' || :id]", "ARRAY['Accepted']", "ARRAY[now()]", "ARRAY['b' || :id]", "ARRAY[NULL]", "ARRAY[NULL]", "ARRAY['']", "ARRAY[1]", "ARRAY[NULL]",
        "ARRAY[NULL]", "'Holder'");

    private static string Fill(string sql, params string[] values)
    {
        for (var number = values.Length; number > 0; number--)
            sql = sql.Replace(string.Create(CultureInfo.InvariantCulture, $"${number}"), values[number - 1], StringComparison.Ordinal);
        return sql.ReplaceLineEndings(" ");
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"tps = ([0-9.]+) \(without", RegexOptions.CultureInvariant)]
    private static partial Regex Rate();
}
