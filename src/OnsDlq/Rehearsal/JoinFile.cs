using System.Globalization;
using System.Text.Json;
using OnsDlq.Errors;
using OnsDlq.Files;
using OnsDlq.Holders;
using OnsDlq.Sessions;

namespace OnsDlq.Rehearsal;

/// <summary>
/// The file with which a second window joins a rehearsal: it names the sandbox, its key and its journal. Only the user can read it, and it is
/// deleted with the rehearsal, or at the end of the process. The port of the sandbox is its name.
/// </summary>
internal sealed class JoinFile : IDisposable
{
    private readonly string _path;

    private JoinFile(string path)
    {
        _path = path;
        AppDomain.CurrentDomain.ProcessExit += OnProcessExit;
    }

    /// <summary>The ports of the rehearsals that run, as far as this user can join them.</summary>
    public static IEnumerable<int> Ports
    {
        get
        {
            if (Folder is not { } folder || !Directory.Exists(folder)) return [];
            return Directory.EnumerateFiles(folder, "*.json").Select(path => Path.GetFileNameWithoutExtension(path))
                .Select(name => int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? port : 0)
                .Where(port => Find(port) is not null).Order();
        }
    }

    private static string? Folder => ProcessJournals.LocalData is { Length: > 0 } data ? Path.Combine(data, "OnsDlq", "rehearsals") : null;

    /// <summary>Writes the file of a rehearsal that this process has started.</summary>
    /// <exception cref="IOException">It cannot be written, so nobody can join.</exception>
    /// <exception cref="UnauthorizedAccessException">The same, for lack of permission.</exception>
    public static JoinFile Write(JoinableRehearsal rehearsal)
    {
        var path = PathOf(rehearsal.Endpoint.Port) ?? throw new IOException("This user has no local data folder.");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        PrivateFolder.Make(Folder!);

        // One that was left by a killed process, on a port that is used again now.
        File.Delete(path);
        var file = new JoinFile(path);
        using (var stream = PrivateFile.Open(path, options)) JsonSerializer.Serialize(stream, rehearsal);
        return file;
    }

    /// <summary>The rehearsal of a port; null where none runs there, or not for this user.</summary>
    public static JoinableRehearsal? Find(int port)
    {
        try
        {
            if (PathOf(port) is not { } path || SmallFile.Read(path) is not { } text) return null;
            return JsonSerializer.Deserialize<JoinableRehearsal>(text) is { Window: { } window } found && !HolderIdentity.OfThisProcess.IsProvenDead(window)
                ? found
                : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Refuses what needs a rehearsal that has ended.</summary>
    /// <exception cref="CommandException">No rehearsal runs at that port.</exception>
    public static JoinableRehearsal Require(int port) => Find(port) ?? throw new CommandException(
        ErrorId.RehearsalEnded, $"No rehearsal that you could join runs on port {port.ToString(CultureInfo.InvariantCulture)}.", port);

    /// <summary>Deletes it.</summary>
    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= OnProcessExit;
        try
        {
            File.Delete(_path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
        }
    }

    private static string? PathOf(int port) =>
        Folder is { } folder ? Path.Combine(folder, port.ToString(CultureInfo.InvariantCulture) + ".json") : null;

    private void OnProcessExit(object? sender, EventArgs e) => Dispose();
}
