using System.Reflection;
using OnsDlq.Help.Comments;

namespace OnsDlq.Help.Shape;

/// <summary>Reads a parameter from its property.</summary>
internal sealed class ParameterReader(DocComments comments)
{
    private const string Automation = "System.Management.Automation.";

    public ParameterShape Read(PropertyInfo property)
    {
        var type = Underlying(property.PropertyType);
        var description = comments.Of(property);
        if (description.Count == 0)
            throw new HelpException(property.DeclaringType!.FullName!, $"Give {property.Name} a doc comment: it is the parameter's help.");
        var isSwitch = type.FullName == Automation + "SwitchParameter";
        return new ParameterShape
        {
            Name = property.Name,
            TypeName = type.Name,
            IsSwitch = isSwitch,
            IsList = type.IsArray,
            TakesWildcards = property.Attribute(Automation + "SupportsWildcardsAttribute") is not null,
            Aliases = [.. Arguments(property, "AliasAttribute").Select(alias => (string)alias!)],
            Default = DefaultOf(property) ?? (isSwitch ? "False" : null),
            Choices = ChoicesOf(property, Underlying(type.GetElementType() ?? type)),
            Range = RangeOf(property),
            Description = description,
            Places = property.Places(),
        };
    }

    private static string? DefaultOf(PropertyInfo property) =>
        property.Attribute(Automation + "PSDefaultValueAttribute") is not { } attribute
            ? null
            : attribute.Named<string>("Help")
            ?? Metadata.Text(attribute.NamedArguments.Single(argument => argument.MemberName == "Value").TypedValue.Values());

    private static string[] ChoicesOf(PropertyInfo property, Type type) =>
        Arguments(property, "ValidateSetAttribute") is { Length: > 0 } listed ? [.. listed.Select(one => (string)one!)]
        : type.IsEnum ? type.GetEnumNames()
        : [];

    private static string? RangeOf(PropertyInfo property) => Arguments(property, "ValidateRangeAttribute") switch
    {
        [var least, int.MaxValue or double.MaxValue or long.MaxValue] => $"{Metadata.Text([least])} or more",
        [var least, var most] => $"{Metadata.Text([least])} to {Metadata.Text([most])}",
        _ => null,
    };

    private static object?[] Arguments(PropertyInfo property, string attribute) =>
        [.. property.Attribute(Automation + attribute)?.ConstructorArguments.SelectMany(argument => argument.Values()) ?? []];

    // Nullable.GetUnderlyingType does not work for types of a MetadataLoadContext.
    private static Type Underlying(Type type) =>
        type.IsConstructedGenericType && type.GetGenericTypeDefinition().FullName == "System.Nullable`1"
            ? type.GetGenericArguments()[0]
            : type;
}
