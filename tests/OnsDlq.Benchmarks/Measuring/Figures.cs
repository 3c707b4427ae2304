using System.Globalization;

namespace OnsDlq.Benchmarks.Measuring;

/// <summary>Combines and prints figures.</summary>
internal static class Figures
{
    /// <summary>The median of the measurements.</summary>
    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    /// <summary>Prints a ratio in the format that the readers of the output search for.</summary>
    public static void Ratio(string name, double value) => Say($"ratio {name}: {value:0.####}");

    /// <summary>Prints a line.</summary>
    public static void Say(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
