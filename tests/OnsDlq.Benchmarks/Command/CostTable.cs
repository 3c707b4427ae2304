using OnsDlq.Benchmarks.Measuring;

namespace OnsDlq.Benchmarks.Command;

/// <summary>What each step cost in each round, and the figures made of it.</summary>
/// <param name="count">The number of messages, for the heading.</param>
/// <param name="warmUp">How many rounds at the beginning are left out: code is compiled in them.</param>
/// <param name="rounds">How many others there are.</param>
internal sealed class CostTable(int count, int warmUp, int rounds)
{
    private readonly Dictionary<string, List<StepCost>> _costs = new(StringComparer.Ordinal);

    public static string Send(int width) => FormattableString.Invariant($"send-{width}");

    public static string Bare(int width) => FormattableString.Invariant($"bare-{width}");

    public static string Engine(int width) => FormattableString.Invariant($"engine-{width}");

    public static string Node(int width) => FormattableString.Invariant($"node-{width}");

    public void Note(string name, StepCost cost)
    {
        if (!_costs.TryGetValue(name, out var all)) _costs.Add(name, all = []);
        all.Add(cost);
    }

    /// <summary>Notes what the other sides cost, of which only the speed is known.</summary>
    public void Note(string name, Throughput speed) => Note(name, new StepCost(speed, 0, 0));

    /// <summary>Prints the table, and the ratios of each number in flight.</summary>
    public void Print(IReadOnlyList<int> widths)
    {
        Figures.Say($"{count} messages | messages/s | us of processor each | ms in all | MiB at the peak");
        foreach (var (name, _) in _costs)
        {
            var (speed, ms, peak) = (Middle(name), Figures.Median(Kept(name).Select(cost => cost.Milliseconds)), Kept(name).Max(cost => cost.PeakMiB));
            Figures.Say($"{name,-12} | {speed.Rate,8:0} | {speed.Processor,6:0} | {ms,6:0} | {peak:0}");
        }

        foreach (var width in widths)
        {
            var sent = Middle(Send(width)).Rate;
            Figures.Ratio(FormattableString.Invariant($"command-{count}-{width}"), sent / Middle(Bare(width)).Rate);
            Figures.Ratio(FormattableString.Invariant($"command-{count}-{width}-engine"), sent / Middle(Engine(width)).Rate);
            if (_costs.ContainsKey(Node(width))) Figures.Ratio(FormattableString.Invariant($"command-{count}-{width}-node"), sent / Middle(Node(width)).Rate);
        }
    }

    // Steps that are made once for each number in flight have that many costs a round.
    private IEnumerable<StepCost> Kept(string name) => _costs[name].Skip(_costs[name].Count * warmUp / (warmUp + rounds));

    private Throughput Middle(string name) => Throughput.Median(Kept(name).Select(cost => cost.Speed));
}
