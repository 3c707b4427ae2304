namespace OnsDlq.Rehearsal;

/// <summary>A folder for one rehearsal, accessible to the user only. It is deleted with the rehearsal, or at the end of the process.</summary>
internal sealed class ThrowawayFolder : IDisposable
{
    /// <summary>Creates the folder.</summary>
    /// <exception cref="IOException">It cannot be created.</exception>
    public ThrowawayFolder()
    {
        Path = Directory.CreateTempSubdirectory("onsdlq-").FullName;
        AppDomain.CurrentDomain.ProcessExit += OnProcessExit;
    }

    /// <summary>Its full path.</summary>
    public string Path { get; }

    /// <summary>Deletes it with its content. Files that are still open are left for the system to clean up.</summary>
    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= OnProcessExit;
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
        }
    }

    private void OnProcessExit(object? sender, EventArgs e) => Dispose();
}
