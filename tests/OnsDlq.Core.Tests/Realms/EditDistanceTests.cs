using OnsDlq.Realms;

namespace OnsDlq.Core.Tests.Realms;

public sealed class EditDistanceTests
{
    [Theory]
    [InlineData("", "", 0)]
    [InlineData("abc", "abc", 0)]
    [InlineData("", "abc", 3)]
    [InlineData("abc", "", 3)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("cn-hangzou", "cn-hangzhou", 1)]
    [InlineData("ab", "ba", 2)]
    public void The_distance_is_the_least_number_of_changes(string one, string other, int distance) =>
        Assert.Equal(distance, EditDistance.Between(one, other));

    [Fact]
    public void Endless_text_takes_no_endless_time() => Assert.Equal(10_000_000, EditDistance.Between("abc", new string('x', 10_000_000)));
}
