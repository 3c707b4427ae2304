using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using OnsDlq.Journal;

namespace OnsDlq.Loading;

/// <summary>
/// The load context (AssemblyLoadContext) of a journal's assembly, its packages and native library, isolated from those of PowerShell and other
/// modules. Core is shared with the default context: in a second copy the interfaces would be other types.
/// </summary>
internal sealed class JournalLoadContext(string assemblyPath) : AssemblyLoadContext($"OnsDlq {Path.GetFileNameWithoutExtension(assemblyPath)}")
{
    private static readonly Assembly Core = typeof(IResendJournal).Assembly;

    private readonly AssemblyDependencyResolver _resolver = new(assemblyPath);

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (assemblyName.Name == Core.GetName().Name) return Core;
        return _resolver.ResolveAssemblyToPath(assemblyName) is { } path ? LoadFromAssemblyPath(path) : null;
    }

    /// <inheritdoc/>
    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        _resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } path ? NativeLibrary.Load(path) : nint.Zero;
}
