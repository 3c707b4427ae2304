using System.Collections;
using OnsDlq.Formatting;

namespace OnsDlq.Tests.Format;

public sealed class PrintableTests
{
    [Theory]
    [InlineData("ORDER-1 订单 é 🙂", "ORDER-1 订单 é 🙂")]
    [InlineData("a\u001b[31mb", "a␛[31mb")]
    [InlineData("a\r\n\tb\a\0", "a␍␊␉b␇␀")]
    [InlineData("\u007f\u0085\u009b31m", "␡\ufffd\ufffd31m")]
    [InlineData("\u202Egnp.exe\u2066x\u2069", "\ufffdgnp.exe\ufffdx\ufffd")]
    [InlineData("a\u2028b\u2029c\u200Bd\uFEFF", "a\ufffdb\ufffdc\ufffdd\ufffd")]
    [InlineData("\U0001F468\u200D\U0001F469", "\U0001F468\u200D\U0001F469")]
    [InlineData("\U000E0041", "\ufffd")]
    [InlineData("", "")]
    public void What_could_disturb_a_terminal_is_shown_as_a_picture(string text, string expected) => Assert.Equal(expected, Printable.Of(text));

    [Fact]
    public void Half_a_surrogate_pair_is_replaced()
    {
        Assert.Equal("a\ufffdb", Printable.Of("a\ud83db"));
        Assert.Equal("\ufffd", Printable.Of("\udc00"));
    }

    [Fact]
    public void Several_values_become_one_line()
    {
        Assert.Equal("k1 k␛2", Printable.Of(new[] { "k1", "k\u001b2" }));
        Assert.Equal("KEYS=␊", Printable.Of(new Dictionary<string, string> { ["KEYS"] = "\n" }));
        Assert.Equal("k1 k␛2", Printable.Of(new ArrayList { "k1", "k\u001b2" }));
        Assert.Equal("KEYS=␊", Printable.Of(new Hashtable { ["KEYS"] = "\n" }));
        Assert.Equal("", Printable.Of(null));
        Assert.Equal("12", Printable.Of(12));
    }

    [Theory]
    [InlineData(0, "expired")]
    [InlineData(-5, "expired")]
    [InlineData(1, "1m")]
    [InlineData(59 * 60, "59m")]
    [InlineData(3 * 3600 + 7 * 60, "3h 07m")]
    [InlineData(52 * 3600, "2d 04h")]
    public void What_remains_fits_a_column(int seconds, string expected) =>
        Assert.Equal(expected, Remaining.Between(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddSeconds(seconds)));
}
