using OnsDlq.Help;
using OnsDlq.Help.Shape;

namespace OnsDlq.Tests.Composing;

public sealed class CommandReaderTests
{
    private static readonly CommandShape Command = Sample.Read(nameof(TestSampleCommand));

    [Fact]
    public void A_command_is_told_by_its_attribute_and_its_doc_comment()
    {
        Assert.Equal(("Test-Sample", "Test", "Sample"), (Command.Name, Command.Verb, Command.Noun));
        Assert.Equal("Tries SampleBase, and what help is composed of.", Command.Synopsis);
        Assert.Equal(["OnsDlq.Tests.Composing.SampleBase", "System.Int32[]"], Command.Outputs.Select(output => output.TypeName));
        Assert.Equal(["What sample commands share."], Command.Outputs[0].Description);
    }

    [Fact]
    public void Parameters_come_by_position_then_those_that_must_be_given_then_the_others_before_those_of_bases() => Assert.Equal(
        ["Name", "InputObject", "Times", "Day", "How", "Count", "Whether", "For", "Until", "WhatIf", "Confirm"],
        Command.Parameters.Select(parameter => parameter.Name));

    [Fact]
    public void Each_set_has_a_parameters_own_place_in_it_and_the_default_set_comes_first()
    {
        Assert.Equal(["Name", "Object"], Command.Sets);
        var name = Parameter("Name");
        Assert.Equal(new ParameterPlace("Name", false, 1, false, true), name.In("Name"));
        Assert.Equal(new ParameterPlace("Object", true, 0, false, false), name.In("Object"));
        Assert.Equal(new ParameterPlace(null, true, 1, false, true), name.Anywhere);
        Assert.Null(Parameter("InputObject").In("Name"));
        Assert.NotNull(Parameter("For").In("Object"));
    }

    [Fact]
    public void A_doc_comment_becomes_paragraphs_in_which_members_have_the_names_that_are_typed() => Assert.Equal(
        ["The names; see Until and $null.", "Of value and Test-Sample:", "- first", "- second: last"], Parameter("Name").Description);

    [Theory]
    [InlineData("Times", "How often; see -For.")]
    [InlineData("Until", "When it ends.")]
    [InlineData("Count", "How.")]
    [InlineData("For", "Whom it is for.")]
    public void A_doc_comment_is_inherited_from_base_class_interface_or_the_member_it_names(string parameter, string words) =>
        Assert.Equal([words], Parameter(parameter).Description);

    [Theory]
    [InlineData("Name", "String[]", "one, two")]
    [InlineData("Times", "Int32", "One and a half")]
    [InlineData("Until", "DateTimeOffset", null)]
    [InlineData("Whether", "SwitchParameter", "False")]
    public void A_parameter_has_its_type_and_its_default(string parameter, string type, string? told) =>
        Assert.Equal((type, told), (Parameter(parameter).TypeName, Parameter(parameter).Default));

    [Theory]
    [InlineData("Day", "Sunday Monday Tuesday Wednesday Thursday Friday Saturday", null)]
    [InlineData("How", "fast slow", null)]
    [InlineData("Times", "", "0.5 to 2")]
    [InlineData("Count", "", "1 or more")]
    [InlineData("For", "", null)]
    public void What_a_parameter_accepts_is_told_where_it_can_be_listed(string parameter, string choices, string? range) =>
        Assert.Equal((choices, range), (string.Join(' ', Parameter(parameter).Choices), Parameter(parameter).Range));

    [Fact]
    public void Aliases_and_wildcards_are_told()
    {
        Assert.Equal(["Called", "Named"], Parameter("Name").Aliases);
        Assert.Equal((true, true, false), (Parameter("Name").TakesWildcards, Parameter("Name").IsList, Parameter("For").TakesWildcards));
    }

    [Fact]
    public void A_parameter_without_a_doc_comment_is_refused_by_name() => Assert.Contains(
        "Mute", Assert.Throws<HelpException>(() => Sample.Read(nameof(TestUndocumentedCommand))).Message, StringComparison.Ordinal);

    private static ParameterShape Parameter(string name) => Command.Parameters.Single(parameter => parameter.Name == name);
}
