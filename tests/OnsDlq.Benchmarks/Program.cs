using OnsDlq.Benchmarks.Memory;
using OnsDlq.Benchmarks.Resend;

switch (args)
{
    case ["resend", .. var rows]:
        await ResendBenchmark.RunAsync(rows);
        return 0;
    case ["memory", .. var sizes]:
        await MemoryBenchmark.RunAsync(sizes);
        return 0;
    case [MemoryProbe.Command, .. var parts]:
        await MemoryProbe.RunAsync(parts);
        return 0;
    default:
        await Console.Error.WriteLineAsync(
            """
            Usage: dotnet run -c Release --project tests/OnsDlq.Benchmarks -- BENCHMARK
              resend [quota|speed|table]...   resends against a bare signed loop, and under a quota; all of it where nothing is named
              memory [SIZE]                   peak memory of resending 10,000 messages and SIZE, 1,000,000 where not given
            """);
        return 2;
}
