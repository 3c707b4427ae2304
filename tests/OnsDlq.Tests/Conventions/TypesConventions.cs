using System.Reflection;
using System.Xml.Linq;

namespace OnsDlq.Tests.Conventions;

/// <summary>
/// The types file gives the objects of the engine the properties that survive files and jobs. A new property of an object has to be named there.
/// </summary>
public sealed class TypesConventions
{
    private static readonly XDocument Types = XDocument.Load(Repository.PathOf("src", "OnsDlq", "OnsDlq.Types.ps1xml"));

    public static TheoryData<string> Saved =>
        [.. Types.Descendants("PropertySet").Where(set => set.Element("Name")!.Value == "PropertySerializationSet").Select(NameOfType)];

    public static TheoryData<string> WithTimes =>
    [
        .. CmdletFacts.Core.GetExportedTypes().Where(type => TimesOf(type).Length > 0 && !type.IsAssignableTo(typeof(Exception)))
            .Select(type => type.FullName!),
    ];

    [Theory, MemberData(nameof(Saved))]
    public void All_properties_of_an_object_are_saved(string name)
    {
        var listed = Types.Descendants("PropertySet").Single(set => set.Element("Name")!.Value == "PropertySerializationSet" && NameOfType(set) == name)
            .Element("ReferencedProperties")!.Elements("Name").Select(property => property.Value);
        var type = CmdletFacts.Core.GetType(name, throwOnError: true)!;

        Assert.Equal(PropertiesOf(type).Select(property => property.Name).Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }

    [Theory, MemberData(nameof(WithTimes))]
    public void A_time_is_a_date_in_PowerShell_with_an_exact_text(string name)
    {
        var codes = Types.Descendants("CodeProperty").Where(property => NameOfType(property) == name).ToArray();
        var getters = CmdletFacts.Module.GetType("OnsDlq.Saving.SavedProperties", throwOnError: true)!.GetMethods();

        Assert.Empty(TimesOf(CmdletFacts.Core.GetType(name)!).Except(codes.Select(property => property.Element("Name")!.Value)));
        Assert.All(codes, property =>
        {
            var getter = property.Element("GetCodeReference")!.Element("MethodName")!.Value;
            Assert.Equal(property.Element("Name")!.Value, getter);
            Assert.Contains(getters, method => method.Name == getter);
        });
    }

    private static string NameOfType(XElement member) => member.Ancestors("Type").Single().Element("Name")!.Value;

    private static PropertyInfo[] PropertiesOf(Type type) => type.GetProperties(BindingFlags.Public | BindingFlags.Instance);

    private static string[] TimesOf(Type type) =>
    [
        .. PropertiesOf(type).Where(property => (Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType) == typeof(DateTimeOffset))
            .Select(property => property.Name),
    ];
}
