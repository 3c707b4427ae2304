using OnsDlq.Help;
using OnsDlq.Help.Prose;
using OnsDlq.Help.Shape;

namespace OnsDlq.Tests.Composing;

public sealed class ProseReaderTests : IDisposable
{
    private const string Good = """
        # Test-Sample

        Does `-Name` something, \*really\*
        in two lines. See [the page](https://example.org/).

        - a list
          that goes on
        - of `` two ` ``

        ## Parameters

        ### -WhatIf

        Shows it.

        ## Inputs

        Such as text.

        ## Notes

        Note this.

        ## Examples

        ### One

        ```powershell
        Test-Sample |
            # not a heading
            Out-Null
        ```

        It is done.

        ### Two

        ```powershell
        Test-Sample
        ```

        ## Links

        - about_Sample
        - [Elsewhere](https://example.org/)
        """;

    private static readonly CommandShape Command = Sample.Read(nameof(TestSampleCommand));

    private readonly string _file = Path.Combine(Directory.CreateTempSubdirectory("onsdlq-prose-").FullName, "Test-Sample.md");

    [Fact]
    public void A_file_gives_each_section_in_plain_paragraphs()
    {
        var prose = Read(Good);

        Assert.Equal(
            ["Does -Name something, *really* in two lines. See the page (https://example.org/).", "- a list that goes on", "- of two `"],
            prose.Description);
        Assert.Equal(["Shows it."], prose.Parameters["WhatIf"]);
        Assert.Equal(["Such as text."], prose.Inputs);
        Assert.Equal(["Note this."], prose.Notes);
    }

    [Fact]
    public void An_example_has_its_code_as_it_stands_and_its_remarks()
    {
        var prose = Read(Good);

        Assert.Equal(["One", "Two"], prose.Examples.Select(example => example.Title));
        Assert.Equal("Test-Sample |\n    # not a heading\n    Out-Null", prose.Examples[0].Code);
        Assert.Equal(["It is done."], prose.Examples[0].Remarks);
        Assert.Empty(prose.Examples[1].Remarks);
    }

    [Fact]
    public void A_link_is_a_name_or_has_an_address() => Assert.Equal(
        [("about_Sample", null), ("Elsewhere", "https://example.org/")], Read(Good).Links.Select(link => (link.Text, link.Address)));

    [Theory]
    [InlineData("# Test-Sample", "# Test-Other", 1, "# Test-Sample")]
    [InlineData("## Notes", "## Remarks", 20, "Remarks")]
    [InlineData("## Notes", "## Inputs", 20, "twice")]
    [InlineData("### -WhatIf", "### -Wharf", 12, "-Wharf")]
    [InlineData("### -WhatIf", "### -Name", 12, "doc comment of Name")]
    [InlineData("### Two", "", 38, "Only paragraphs")]
    [InlineData("## Notes", "## Parameters\n\n### -Confirm", 20, "twice")]
    [InlineData("- about_Sample", "about_Sample", 44, "list")]
    [InlineData("Test-Sample\n```", "Test-Sample", 38, "Close")]
    public void What_does_not_fit_is_told_with_its_line(string good, string bad, int line, string words)
    {
        Assert.Contains(good, Good, StringComparison.Ordinal);

        var error = Assert.Throws<HelpException>(() => Read(Good.Replace(good, bad, StringComparison.Ordinal)));

        Assert.StartsWith($"{_file}({line}): error HELP: ", error.ForTheBuild, StringComparison.Ordinal);
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("# Test-Sample\n\n## Examples\n\n### One\n\n```powershell\nTest-Sample\n```\n", "description")]
    [InlineData("# Test-Sample\n\nDoes something.\n", "Examples")]
    public void What_is_missing_is_told_with_its_file(string text, string words)
    {
        var error = Assert.Throws<HelpException>(() => Read(text));

        Assert.StartsWith($"{_file}: error HELP: ", error.ForTheBuild, StringComparison.Ordinal);
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_command_without_a_file_is_told_which_to_write()
    {
        var error = Assert.Throws<HelpException>(() => ProseReader.Read(_file, Command));

        Assert.StartsWith($"{_file}: error HELP: ", error.ForTheBuild, StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_that_leads_nowhere_is_told_with_its_line()
    {
        var commands = new Dictionary<string, CommandProse> { ["Test-Sample"] = Read(Good) };
        LinkCheck.Run(commands, new HashSet<string> { "about_Sample" });

        var error = Assert.Throws<HelpException>(() => LinkCheck.Run(commands, new HashSet<string>()));

        Assert.StartsWith($"{_file}(44): error HELP: ", error.ForTheBuild, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_file)!, recursive: true);

    private CommandProse Read(string text)
    {
        File.WriteAllText(_file, text.ReplaceLineEndings("\n"));
        return ProseReader.Read(_file, Command);
    }
}
