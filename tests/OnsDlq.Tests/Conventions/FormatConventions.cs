using System.Xml.Linq;

namespace OnsDlq.Tests.Conventions;

/// <summary>Every type and property that the format file names exists.</summary>
public sealed class FormatConventions
{
    private static readonly XDocument Format = XDocument.Load(Repository.PathOf("src", "OnsDlq", "OnsDlq.Format.ps1xml"));

    public static TheoryData<string> Types => [.. Format.Descendants("TypeName").Select(type => type.Value).Distinct()];

    [Theory, MemberData(nameof(Types))]
    public void A_type_and_its_properties_exist(string name)
    {
        // The part after a hash sign distinguishes objects of the same type.
        var plain = name.Split('#')[0];
        var type = CmdletFacts.Core.GetType(plain) ?? CmdletFacts.Module.GetType(plain);
        Assert.True(type is { IsPublic: true }, $"{name} is no public type.");

        var views = Format.Descendants("View").Where(view => view.Descendants("TypeName").Any(told => told.Value == name));
        var properties = views.SelectMany(view => view.Descendants("PropertyName")).Select(property => property.Value).Distinct();
        Assert.All(properties, property => Assert.True(type.GetProperty(property) is not null, $"{name} has no {property}."));
    }

    [Fact]
    public void Every_type_that_a_cmdlet_emits_has_a_table_and_a_list()
    {
        var emitted = CmdletFacts.All.SelectMany(cmdlet => cmdlet.OutputTypes).Where(type => type.StartsWith("OnsDlq.", StringComparison.Ordinal)).Distinct();

        Assert.All(emitted, type => Assert.Equal(
            ["ListControl", "TableControl"],
            Format.Descendants("View").Where(view => view.Descendants("TypeName").Any(told => told.Value == type))
                .SelectMany(view => view.Elements().Select(element => element.Name.LocalName)).Where(
                    control => control.EndsWith("Control", StringComparison.Ordinal))
                .Distinct().Order(StringComparer.Ordinal)));
    }
}
