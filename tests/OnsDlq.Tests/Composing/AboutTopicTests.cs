using OnsDlq.Help;
using OnsDlq.Help.Topics;

namespace OnsDlq.Tests.Composing;

public sealed class AboutTopicTests : IDisposable
{
    private static readonly Dictionary<string, Func<string>> Known = new() { ["errors"] = () => "    One\n\n    Two\n" };

    private readonly string _file = Path.GetTempFileName();

    [Fact]
    public void A_line_in_double_braces_is_replaced_and_the_rest_stays()
    {
        File.WriteAllText(_file, "TOPIC\n    {{errors}}\n\n    Not {{errors}} here.\n");

        Assert.Equal("TOPIC\n    One\n\n    Two\n\n    Not {{errors}} here.\n", AboutTopic.Complete(_file, Known));
    }

    [Fact]
    public void What_nobody_knows_is_told_with_its_line()
    {
        File.WriteAllText(_file, "TOPIC\n    {{faults}}\n");

        var error = Assert.Throws<HelpException>(() => AboutTopic.Complete(_file, Known));

        Assert.StartsWith($"{_file}(2): error HELP: ", error.ForTheBuild, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_is_broken_between_words_before_column_79_and_a_long_word_has_a_line_of_its_own()
    {
        var word = new string('w', 20);
        var longWord = new string('l', 90);
        var (fits, exceeds) = ($"{new string('a', 38)} {new string('b', 37)}", $"{new string('a', 38)} {new string('b', 38)}");

        Assert.Equal(
            $"      {word} {word} {word}\n      {word} {longWord[..10]}\n      {longWord}\n      end\n",
            WrappedText.Of($"{word} {word} {word} {word} {longWord[..10]} {longWord} end", indent: 6));
        Assert.Equal($"  {fits}\n", WrappedText.Of(fits, indent: 2));
        Assert.Equal($"  {exceeds.Replace(" ", "\n  ", StringComparison.Ordinal)}\n", WrappedText.Of(exceeds, indent: 2));
    }

    public void Dispose() => File.Delete(_file);
}
