using System.Reflection;

namespace OnsDlq.Help.Shape;

/// <summary>The module's assembly, opened for reflection only (MetadataLoadContext), since its references may not be loadable here.</summary>
internal sealed class ModuleAssembly : IDisposable
{
    private const string CmdletAttribute = "System.Management.Automation.CmdletAttribute";

    private readonly MetadataLoadContext _context;
    private readonly Assembly _assembly;

    public ModuleAssembly(string path, IReadOnlyList<string> references)
    {
        _context = new MetadataLoadContext(new PathAssemblyResolver([path, .. references]));
        _assembly = _context.LoadFromAssemblyPath(path);
    }

    /// <summary>The classes of the commands, by the commands' names.</summary>
    public IReadOnlyList<(CustomAttributeData Attribute, Type Type)> Commands =>
    [
        .. from type in _assembly.GetTypes()
           let attribute = type.Attribute(CmdletAttribute)
           where attribute is not null
           orderby (string)attribute.ConstructorArguments[1].Value!, (string)attribute.ConstructorArguments[0].Value!
           select (attribute, type),
    ];

    /// <summary>
    /// The names in the help of members that doc comments refer to: commands and parameters have other names than their classes and properties.
    /// </summary>
    public IReadOnlyDictionary<string, string> NamesOfMembers()
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (attribute, type) in Commands)
        {
            names[MemberId.Of(type)] = attribute.CommandName();
            foreach (var property in type.Parameters()) names[MemberId.Of(property)] = $"-{property.Name}";
        }

        return names;
    }

    /// <inheritdoc/>
    public void Dispose() => _context.Dispose();
}
