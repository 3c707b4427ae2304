using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using OnsDlq.Journal;

namespace OnsDlq.Loading;

/// <summary>
/// Where a journal's assembly lives with its packages and native library, apart from what PowerShell and other modules have loaded.
/// Core is not its own: a second copy would be another type.
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
