using System.Reflection;

namespace OnsDlq.Help.Shape;

/// <summary>The IDs of members in the compiler's XML file.</summary>
internal static class MemberId
{
    /// <summary>The ID of a type.</summary>
    public static string Of(Type type) => $"T:{NameOf(type)}";

    /// <summary>The ID of a property.</summary>
    public static string Of(PropertyInfo property) => $"P:{NameOf(property.DeclaringType!)}.{property.Name}";

    /// <summary>The ID of a field, such as an enum member.</summary>
    public static string Of(Type type, string field) => $"F:{NameOf(type)}.{field}";

    private static string NameOf(Type type) =>
        (type.IsConstructedGenericType ? type.GetGenericTypeDefinition() : type).FullName!.Replace('+', '.');
}
