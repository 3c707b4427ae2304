using System.Globalization;

namespace OnsDlq.Benchmarks.Measuring;

/// <summary>How figures are put together and printed.</summary>
internal static class Figures
{
    /// <summary>The middle of what was measured.</summary>
    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    /// <summary>Prints a ratio as the line that is looked for.</summary>
    public static void Ratio(string name, double value) => Say($"ratio {name}: {value:0.####}");

    /// <summary>Prints a line.</summary>
    public static void Say(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
