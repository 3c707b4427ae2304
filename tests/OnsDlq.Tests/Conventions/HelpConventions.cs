using System.Management.Automation;
using System.Reflection;

namespace OnsDlq.Tests.Conventions;

/// <summary>Help and code say the same: compared both ways.</summary>
public sealed class HelpConventions
{
    public static TheoryData<string> Cmdlets => CmdletFacts.Names;

    [Fact]
    public void There_is_help_for_every_cmdlet_and_no_other() =>
        Assert.Equal(CmdletFacts.All.Select(cmdlet => cmdlet.Name), HelpEntry.All.Select(entry => entry.Name).Order(StringComparer.Ordinal));

    [Theory, MemberData(nameof(Cmdlets))]
    public void Help_has_a_synopsis_a_description_and_an_example(string name)
    {
        var entry = Entry(name);

        Assert.Equal(DocComments.Of(CmdletFacts.Named(name).Type), entry.Synopsis);
        Assert.NotEmpty(entry.Description);
        Assert.NotEmpty(entry.Examples);
        Assert.All(entry.Examples, example => Assert.Contains(name, example, StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(Cmdlets))]
    public void Help_tells_every_parameter_in_the_words_of_its_doc_comment(string name)
    {
        var cmdlet = CmdletFacts.Named(name);
        var told = Entry(name).Parameters;

        Assert.Equal(Names(cmdlet), told.Keys.Order(StringComparer.Ordinal));
        Assert.All(cmdlet.Parameters, parameter => Assert.Equal(DocComments.Of(parameter), told[parameter.Name].Description));
    }

    [Theory, MemberData(nameof(Cmdlets))]
    public void Help_tells_each_parameters_type_place_need_and_pipeline_input(string name)
    {
        var told = Entry(name).Parameters;

        Assert.All(CmdletFacts.Named(name).Parameters, parameter => Assert.Equal(
            Expected(parameter, parameter.GetCustomAttributes<ParameterAttribute>()) with { Description = "" }, told[parameter.Name] with { Description = "" }));
    }

    [Theory, MemberData(nameof(Cmdlets))]
    public void Help_has_a_syntax_line_for_every_parameter_set(string name)
    {
        var cmdlet = CmdletFacts.Named(name);
        var sets = cmdlet.Parameters.SelectMany(parameter => parameter.GetCustomAttributes<ParameterAttribute>())
            .Select(attribute => attribute.ParameterSetName).Where(set => set != ParameterAttribute.AllParameterSets).Distinct()
            .DefaultIfEmpty(ParameterAttribute.AllParameterSets);
        var expected = sets.Select(set => string.Join(' ', Names(cmdlet, set))).Order(StringComparer.Ordinal);

        var told = Entry(name).Syntaxes.Select(syntax => string.Join(' ', syntax.Select(parameter => parameter.Name).Order(StringComparer.Ordinal)));

        Assert.Equal(expected, told.Order(StringComparer.Ordinal));
    }

    [Theory, MemberData(nameof(Cmdlets))]
    public void Help_tells_what_a_cmdlet_emits(string name) =>
        Assert.Equal(
            CmdletFacts.Named(name).OutputTypes.Where(type => type != "System.Void").DefaultIfEmpty("None").Order(StringComparer.Ordinal),
            Entry(name).Outputs.Order(StringComparer.Ordinal));

    private static HelpEntry Entry(string name) =>
        HelpEntry.All.SingleOrDefault(entry => entry.Name == name) ?? throw new InvalidOperationException($"Write help for {name} in en-US.");

    private static IEnumerable<string> Names(CmdletFacts cmdlet) =>
        cmdlet.Parameters.Select(parameter => parameter.Name).Concat(ShouldProcess(cmdlet)).Order(StringComparer.Ordinal);

    private static IEnumerable<string> Names(CmdletFacts cmdlet, string set) =>
        cmdlet.Parameters
            .Where(parameter => parameter.GetCustomAttributes<ParameterAttribute>()
                .Any(attribute => attribute.ParameterSetName == set || attribute.ParameterSetName == ParameterAttribute.AllParameterSets))
            .Select(parameter => parameter.Name).Concat(ShouldProcess(cmdlet)).Order(StringComparer.Ordinal);

    private static string[] ShouldProcess(CmdletFacts cmdlet) => cmdlet.Attribute.SupportsShouldProcess ? ["Confirm", "WhatIf"] : [];

    private static HelpParameter Expected(PropertyInfo parameter, IEnumerable<ParameterAttribute> attributes)
    {
        var sets = attributes.ToArray();
        var position = sets.Max(set => set.Position);
        var pipeline = new[]
        {
            sets.Any(set => set.ValueFromPipeline) ? "ByValue" : null,
            sets.Any(set => set.ValueFromPipelineByPropertyName) ? "ByPropertyName" : null,
        }.OfType<string>().ToArray();
        return new(
            parameter.Name,
            "",
            sets.Any(set => set.Mandatory),
            position == int.MinValue ? "named" : position.ToString(System.Globalization.CultureInfo.InvariantCulture),
            pipeline.Length == 0 ? "false" : $"true ({string.Join(", ", pipeline)})",
            TypeName(parameter.PropertyType));
    }

    private static string TypeName(Type type) => (Nullable.GetUnderlyingType(type) ?? type).Name;
}
