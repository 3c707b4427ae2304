using OnsDlq.Messages;

namespace OnsDlq.Core.Tests.Messages;

public sealed class MessageIdRuleTests
{
    [Theory]
    [InlineData("0BC16699343051CD9F1D798E77340000")]
    [InlineData("a")]
    [InlineData("a-b_c.d:e")]
    public void Letters_digits_and_four_marks_are_well_formed(string msgId) => Assert.True(MessageIdRule.IsWellFormed(msgId));

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("0BC16699343051CD9F1D798E7734****")]
    [InlineData("a b")]
    [InlineData("a\n")]
    [InlineData("a,b")]
    [InlineData("é")]
    [InlineData("\u001b[31m")]
    [InlineData("１")]
    public void Anything_else_is_malformed(string msgId) => Assert.False(MessageIdRule.IsWellFormed(msgId));

    [Fact]
    public void The_length_is_bounded()
    {
        Assert.True(MessageIdRule.IsWellFormed(new string('A', MessageIdRule.MaxLength)));
        Assert.False(MessageIdRule.IsWellFormed(new string('A', MessageIdRule.MaxLength + 1)));
    }
}
