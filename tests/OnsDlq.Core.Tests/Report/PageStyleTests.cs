using System.Globalization;
using System.Text.RegularExpressions;
using OnsDlq.Report;

namespace OnsDlq.Core.Tests.Report;

public sealed partial class PageStyleTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Text_and_marks_stand_out_in_the_light_the_dark_and_in_print(int palette)
    {
        var palettes = Palette().Matches(PageStyle.Css).Select(block => Colour().Matches(block.Value).ToDictionary(
            colour => colour.Groups["name"].Value, colour => Luminance(colour.Groups["value"].Value))).ToArray();
        Assert.Equal(3, palettes.Length);
        var colours = palettes[palette];

        Assert.All(["page", "panel"], ground =>
        {
            Assert.All(["text", "quiet", "link"], text => Assert.True(Contrast(colours[text], colours[ground]) >= 4.5, $"{text} on {ground}"));
            // WCAG 2.2, 1.4.11, for graphics; these are text nowhere.
            Assert.All(["good", "bad", "doubt", "warn", "idle", "busy"], mark => Assert.True(Contrast(colours[mark], colours[ground]) >= 3, $"{mark} on {ground}"));
        });
    }

    [Fact]
    public void Html_and_XML_read_it_alike() => Assert.True(PageStyle.Css.AsSpan().IndexOfAny('<', '&', '\r') < 0);

    private static double Contrast(double one, double other) => (Math.Max(one, other) + 0.05) / (Math.Min(one, other) + 0.05);

    private static double Luminance(string hex)
    {
        var bytes = Enumerable.Range(0, 3).Select(index => byte.Parse(hex.AsSpan(index * 2, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
        double[] parts = [.. bytes.Select(one => one / 255.0).Select(part => part <= 0.04045 ? part / 12.92 : Math.Pow((part + 0.055) / 1.055, 2.4))];
        return (0.2126 * parts[0]) + (0.7152 * parts[1]) + (0.0722 * parts[2]);
    }

    [GeneratedRegex(@":root \{[^}]+\}")]
    private static partial Regex Palette();

    [GeneratedRegex("--(?<name>[a-z]+): #(?<value>[0-9a-f]{6})")]
    private static partial Regex Colour();
}
