using System.Collections.ObjectModel;
using System.Globalization;
using System.Reflection;

namespace OnsDlq.Help.Shape;

/// <summary>Reads attributes of types in a MetadataLoadContext.</summary>
internal static class Metadata
{
    private const string ParameterAttribute = "System.Management.Automation.ParameterAttribute";

    /// <summary>The attribute of that type; null where there is none.</summary>
    public static CustomAttributeData? Attribute(this MemberInfo member, string fullName) => member.Attributes(fullName).FirstOrDefault();

    /// <summary>The attributes of that type.</summary>
    public static IEnumerable<CustomAttributeData> Attributes(this MemberInfo member, string fullName) =>
        member.CustomAttributes.Where(attribute => attribute.AttributeType.FullName == fullName);

    /// <summary>The properties that are parameters, in source order, the class's own before those of its bases.</summary>
    public static IEnumerable<PropertyInfo> Parameters(this Type type)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var declaring = type; declaring is not null; declaring = declaring.BaseType)
        {
            var own = declaring.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly);
            foreach (var property in own.OrderBy(one => one.MetadataToken))
                if (property.Attribute(ParameterAttribute) is not null && seen.Add(property.Name)) yield return property;
        }
    }

    /// <summary>The data of each <c>[Parameter]</c> attribute of a property.</summary>
    public static IReadOnlyList<ParameterPlace> Places(this PropertyInfo property) =>
    [
        .. property.Attributes(ParameterAttribute).Select(attribute => new ParameterPlace(
            attribute.Named<string>("ParameterSetName") is { } set and not "__AllParameterSets" ? set : null,
            attribute.Named<bool>("Mandatory"),
            attribute.Named<int?>("Position") is { } position and not int.MinValue ? position : null,
            attribute.Named<bool>("ValueFromPipeline"),
            attribute.Named<bool>("ValueFromPipelineByPropertyName"))),
    ];

    /// <summary>Verb and noun of a command.</summary>
    public static string CommandName(this CustomAttributeData attribute) =>
        $"{attribute.ConstructorArguments[0].Value}-{attribute.ConstructorArguments[1].Value}";

    /// <summary>The value of an attribute's property; the type's default where it is not set.</summary>
    public static T? Named<T>(this CustomAttributeData attribute, string name) =>
        attribute.NamedArguments.FirstOrDefault(argument => argument.MemberName == name).TypedValue is { Value: T value } ? value : default;

    /// <summary>The values of an attribute's argument, which may be an array or a single value.</summary>
    public static IEnumerable<object?> Values(this CustomAttributeTypedArgument argument) =>
        argument.Value is ReadOnlyCollection<CustomAttributeTypedArgument> list ? list.SelectMany(Values) : [argument.Value];

    /// <summary>Values as a user types them.</summary>
    public static string Text(IEnumerable<object?> values) =>
        string.Join(", ", values.Select(value => Convert.ToString(value, CultureInfo.InvariantCulture)));
}
