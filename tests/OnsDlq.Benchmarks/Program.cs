using OnsDlq.Benchmarks.Archives;
using OnsDlq.Benchmarks.Command;
using OnsDlq.Benchmarks.Evidence;
using OnsDlq.Benchmarks.Import;
using OnsDlq.Benchmarks.Listing;
using OnsDlq.Benchmarks.Memory;
using OnsDlq.Benchmarks.Reports;
using OnsDlq.Benchmarks.Resend;

switch (args)
{
    case ["resend", .. var rows]:
        await ResendBenchmark.RunAsync(rows);
        return 0;
    case [TeamBenchmark.Member, var address]:
        await TeamBenchmark.WorkAsync(address);
        return 0;
    case ["command"] or ["command", "quick"]:
        await CommandBenchmark.RunAsync(args[1..]);
        return 0;
    case ["list"]:
        await ListBenchmark.RunAsync();
        return 0;
    case ["import"]:
        await ImportBenchmark.RunAsync();
        return 0;
    case ["memory"] or ["memory", _]:
        await MemoryBenchmark.RunAsync(args[1..]);
        return 0;
    case ["archive"] or ["archive", _]:
        await ArchiveBenchmark.RunAsync(args[1..]);
        return 0;
    case ["evidence", .. var sizes]:
        await EvidenceBenchmark.RunAsync(sizes);
        return 0;
    case ["report", .. var sizes]:
        await ReportBenchmark.RunAsync(sizes);
        return 0;
    default:
        await Console.Error.WriteLineAsync(
            """
            Usage: dotnet run -c Release --project tests/OnsDlq.Benchmarks -- BENCHMARK
              resend [quota|speed|table|journal|postgres|team]...
                                              resends against a bare signed loop, under a quota, and the journal alone; all where nothing is named
              command [quick]                 the commands in pwsh against the bare loop, the engine alone and the official Node client
              list                            calls for each 1,000 entries, and entries a second beside a bare loop over the same windows
              import                          Import-Module against an empty binary module, and pwsh to the first dead letter
              archive [SIZE]                  writing, continuing and reading an archive of 10,000 entries and of SIZE, 1,000,000 where not given
              evidence [SIZE]...              the time until it is known what became of a run of 100, 1,000 and 10,000 messages, and the calls
              report [SIZE]                   time and peak memory of a report on 10,000 rows and on SIZE, 1,000,000 where not given
              memory [SIZE]                   peak memory of listing and of resending 10,000 entries and SIZE, 1,000,000 where not given
            """);
        return 2;
}
