using System.Management.Automation;
using Microsoft.PowerShell.Commands;
using OnsDlq.Errors;
using OnsDlq.Formatting;

namespace OnsDlq.Binding;

/// <summary>
/// The full path of a file that a user names: a relative one is resolved against the session's current location, which is not the process's
/// current folder. A location that is not in the file system (another provider) would be resolved against the process's folder after all, so
/// it is refused.
/// </summary>
internal static class FilePath
{
    /// <summary>Resolves a path, without wildcards.</summary>
    /// <param name="command">The command whose session resolves it.</param>
    /// <param name="path">The path as the user gave it.</param>
    /// <param name="file">What the file is, such as "archive".</param>
    /// <param name="id">The error where the file cannot be used.</param>
    /// <exception cref="CommandException">It is on another provider's drive, or on none; the path as given is the target.</exception>
    public static string Of(PSCmdlet command, string path, string file, ErrorId id)
    {
        ProviderInfo provider;
        string full;
        try
        {
            full = command.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out provider, out _);
        }
        catch (SessionStateException exception)
        {
            throw new CommandException(id, Printable.Of($"The {file} '{path}' would be nowhere: {exception.Message}"), path, exception);
        }

        return provider.ImplementingType == typeof(FileSystemProvider)
            ? full
            : throw new CommandException(id, Printable.Of($"The {file} '{path}' would be in {provider.Name}, which has no files."), path);
    }
}
