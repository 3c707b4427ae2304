using System.Management.Automation;
using Microsoft.PowerShell.Commands;

namespace OnsDlq.Binding;

/// <summary>
/// The full path of a file that a user names: a relative one is resolved against the session's current location, which is not the process's
/// current folder. A location that is not in the file system (another provider) would be resolved against the process's folder after all.
/// </summary>
/// <param name="Path">The full path; of another provider, its own.</param>
/// <param name="Provider">The name of the provider that has no files; null where it is the file system.</param>
internal readonly record struct FilePath(string Path, string? Provider)
{
    /// <summary>Resolves a path, without wildcards.</summary>
    public static FilePath Of(PSCmdlet command, string path)
    {
        var full = command.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out var provider, out _);
        return new(full, HasFiles(provider) ? null : provider.Name);
    }

    /// <summary>Whether a provider is the file system.</summary>
    public static bool HasFiles(ProviderInfo provider) => provider.ImplementingType == typeof(FileSystemProvider);
}
