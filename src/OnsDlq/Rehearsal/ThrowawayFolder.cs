namespace OnsDlq.Rehearsal;

/// <summary>A folder for one rehearsal, for the user's eyes only. It goes with the rehearsal, or with the process where that ends first.</summary>
internal sealed class ThrowawayFolder : IDisposable
{
    /// <summary>Makes the folder.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    public ThrowawayFolder()
    {
        Path = Directory.CreateTempSubdirectory("onsdlq-").FullName;
        AppDomain.CurrentDomain.ProcessExit += OnProcessExit;
    }

    /// <summary>Its full path.</summary>
    public string Path { get; }

    /// <summary>Deletes it with all it holds. What somebody still has open stays behind, for the system to clear away.</summary>
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
