using System.Xml.Linq;
using OnsDlq.Help.Commands;
using OnsDlq.Help.Prose;
using static OnsDlq.Help.Commands.MamlFile;

namespace OnsDlq.Tests.Composing;

public sealed class MamlFileTests
{
    private static readonly CommandProse Prose = new("Test-Sample.md")
    {
        Description = ["First.", "Second."],
        Parameters = new Dictionary<string, IReadOnlyList<string>> { ["WhatIf"] = ["In words of its own."] },
        Inputs = ["Such as text."],
        Notes = ["Note this."],
        Examples = [new Example("One", "Test-Sample |\n    Out-Null", ["Done."])],
        Links = [new Link("about_Sample", null, 1), new Link("Elsewhere", "https://example.org/", 2)],
    };

    private static readonly XElement Help = HelpOf(Prose);

    [Fact]
    public void Prose_stands_where_Get_Help_looks_for_it()
    {
        Assert.Equal(["First.", "Second."], Help.Element(Maml + "description")!.Elements().Select(para => para.Value));
        Assert.Equal("Note this.", Help.Element(Maml + "alertSet")!.Element(Maml + "alert")!.Value);
        var example = Help.Descendants(Command + "example").Single();
        Assert.Equal("Example 1: One", example.Element(Maml + "title")!.Value);
        Assert.Equal("Test-Sample |\n    Out-Null", example.Element(Dev + "code")!.Value);
        Assert.Equal(["Done.", ""], example.Element(Dev + "remarks")!.Elements().Select(para => para.Value));
        Assert.Equal(
            [("about_Sample", null), ("Elsewhere", "https://example.org/")],
            Help.Descendants(Maml + "navigationLink").Select(link => (NameOf(link, "linkText"), link.Element(Maml + "uri")?.Value)));
    }

    [Fact]
    public void Links_without_an_address_end_the_description_so_that_Get_Help_does_not_offer_Online()
    {
        var help = HelpOf(Prose with { Links = [new Link("about_Sample", null, 1), new Link("Test-Other", null, 2)] });

        Assert.Equal("See also: about_Sample, Test-Other.", help.Element(Maml + "description")!.Elements().Last().Value);
        Assert.Null(help.Element(Command + "relatedLinks"));
        var alone = HelpOf(Prose with { Links = [] });
        Assert.Equal(("Second.", null), (alone.Element(Maml + "description")!.Elements().Last().Value, alone.Element(Command + "relatedLinks")));
    }

    [Fact]
    public void A_line_of_syntax_has_the_parameters_of_its_set_with_their_places_in_it()
    {
        var lines = Help.Descendants(Command + "syntaxItem")
            .Select(line => string.Join(' ', line.Elements(Command + "parameter").Take(3).Select(parameter =>
                $"{NameOf(parameter)}/{parameter.Attribute("position")!.Value}/{parameter.Attribute("required")!.Value}")));

        Assert.Equal(["Name/1/false Times/named/false Day/named/false", "Name/0/true InputObject/named/true Times/named/false"], lines);
    }

    [Fact]
    public void A_line_of_syntax_shows_the_values_to_choose_from() => Assert.Equal(
        ["fast", "slow"],
        Help.Descendants(Command + "syntaxItem").First().Elements(Command + "parameter").Single(parameter => NameOf(parameter) == "How")
            .Element(Command + "parameterValueGroup")!.Elements().Select(value => value.Value));

    [Theory]
    [InlineData("How", "How.|Accepted values: fast, slow.")]
    [InlineData("Times", "How often; see -For.|Accepted values: 0.5 to 2.")]
    [InlineData("WhatIf", "In words of its own.")]
    [InlineData("Confirm", "Asks before each change; -Confirm:$false does not ask.")]
    public void A_parameter_is_described_by_its_doc_comment_and_what_it_accepts_the_engines_own_by_prose(string name, string paragraphs) =>
        Assert.Equal(paragraphs, string.Join('|', Parameter(name).Element(Maml + "description")!.Elements().Select(para => para.Value)));

    [Fact]
    public void A_parameter_has_its_other_names_wildcards_default_and_pipeline_input()
    {
        var name = Parameter("Name");

        Assert.Equal(("Called, Named", "true", "true (ByPropertyName)"), (Of("aliases"), Of("globbing"), Of("pipelineInput")));
        Assert.Equal("one, two", name.Element(Dev + "defaultValue")!.Value);
        Assert.Null(Parameter("Day").Attribute("aliases"));
        Assert.Null(Parameter("Day").Element(Dev + "defaultValue"));

        string Of(string attribute) => name.Attribute(attribute)!.Value;
    }

    [Fact]
    public void Inputs_follow_from_the_parameters_and_prose_adds_to_them()
    {
        var input = Help.Descendants(Command + "inputType").Single();

        Assert.Equal("PSObject", input.Element(Dev + "type")!.Value);
        Assert.Equal(
            [
                "The object.",
                "Any object. Its property Name (or Called, or Named) is taken for the parameter of that name.",
                "Such as text.",
            ],
            input.Element(Maml + "description")!.Elements().Select(para => para.Value));
    }

    [Fact]
    public void Outputs_have_the_words_of_their_types() => Assert.Equal(
        ["OnsDlq.Tests.Composing.SampleBaseWhat sample commands share.", "System.Int32[]"],
        Help.Descendants(Command + "returnValue").Select(value => value.Value));

    private static XElement HelpOf(CommandProse prose) =>
        XDocument.Parse(MamlFile.Of([(Sample.Read(nameof(TestSampleCommand)), prose)])).Root!.Element(Command + "command")!;

    private static XElement Parameter(string name) =>
        Help.Element(Command + "parameters")!.Elements().Single(parameter => NameOf(parameter) == name);

    private static string NameOf(XElement element, string name = "name") => element.Element(Maml + name)!.Value;
}
