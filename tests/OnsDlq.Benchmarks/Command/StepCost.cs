using OnsDlq.Benchmarks.Measuring;

namespace OnsDlq.Benchmarks.Command;

/// <summary>What a step in pwsh cost.</summary>
/// <param name="Speed">Messages a second, and the processor time of pwsh for each.</param>
/// <param name="Milliseconds">How long it took.</param>
/// <param name="PeakMiB">The process's memory at the peak.</param>
internal readonly record struct StepCost(Throughput Speed, double Milliseconds, double PeakMiB);
