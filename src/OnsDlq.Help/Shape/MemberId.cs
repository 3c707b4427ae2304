using System.Reflection;

namespace OnsDlq.Help.Shape;

/// <summary>The names that the compiler gives to members in its XML file.</summary>
internal static class MemberId
{
    /// <summary>A type's.</summary>
    public static string Of(Type type) => $"T:{NameOf(type)}";

    /// <summary>A property's.</summary>
    public static string Of(PropertyInfo property) => $"P:{NameOf(property.DeclaringType!)}.{property.Name}";

    /// <summary>A field's, such as that of an enumeration's member.</summary>
    public static string Of(Type type, string field) => $"F:{NameOf(type)}.{field}";

    private static string NameOf(Type type) =>
        (type.IsConstructedGenericType ? type.GetGenericTypeDefinition() : type).FullName!.Replace('+', '.');
}
