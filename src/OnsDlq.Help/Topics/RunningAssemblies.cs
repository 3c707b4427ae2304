using System.Reflection;
using System.Runtime.Loader;

namespace OnsDlq.Help.Topics;

/// <summary>A load context that runs an assembly with its references, isolated from this program's own assemblies.</summary>
/// <param name="references">The paths of the assemblies it was compiled with; the runtime's own are taken from the runtime.</param>
internal sealed class RunningAssemblies(IReadOnlyList<string> references) : AssemblyLoadContext("module")
{
    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName) =>
        !IsOfTheRuntime(assemblyName)
        && references.FirstOrDefault(path => Path.GetFileNameWithoutExtension(path) == assemblyName.Name) is { } found
            ? LoadFromAssemblyPath(Path.GetFullPath(found))
            : null;

    private static bool IsOfTheRuntime(AssemblyName name) =>
        File.Exists(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, $"{name.Name}.dll"));
}
