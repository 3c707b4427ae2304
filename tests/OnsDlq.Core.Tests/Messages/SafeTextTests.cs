using OnsDlq.Messages;

namespace OnsDlq.Core.Tests.Messages;

public sealed class SafeTextTests
{
    [Theory]
    [InlineData("ORDER-1 订单 é 🙂", "ORDER-1 订单 é 🙂")]
    [InlineData("a\u001b[31mb", "a␛[31mb")]
    [InlineData("\u202Egnp.exe", "\ufffdgnp.exe")]
    [InlineData("", "")]
    public void What_could_disturb_a_terminal_is_shown_as_a_picture(string text, string expected) => Assert.Equal(expected, SafeText.Of(text));

    [Theory]
    [InlineData("abcdef", 6, "abcdef")]
    [InlineData("abcdef", 5, "abcde…")]
    [InlineData("a\u001bcdef", 2, "a␛…")]
    public void A_long_text_is_cut(string text, int longest, string expected) => Assert.Equal(expected, SafeText.Of(text, longest));

    [Theory]
    [InlineData("0BC1\u001b[2J")]
    [InlineData("0BC1\u0007")]
    [InlineData("\u20280BC1")]
    [InlineData("0BC1\u200b")]
    public void No_cleaned_ID_is_another_messages(string hostile) => Assert.False(MessageIdRule.IsWellFormed(SafeText.Of(hostile)));

    [Fact]
    public void No_ID_that_was_cut_is_another_messages() => Assert.False(MessageIdRule.IsWellFormed(SafeText.Of(new string('A', 1000), 100)));
}
