namespace OnsDlq.Files;

/// <summary>Reads small text files, such as settings, from paths where others may have put anything.</summary>
internal static class SmallFile
{
    /// <summary>The limit on the size, in bytes; real files are much smaller.</summary>
    public const int Largest = 1024 * 1024;

    /// <summary>Reads a whole file; null where there is none.</summary>
    /// <exception cref="IOException">It is not a regular file, is larger than <see cref="Largest"/>, or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Access to the file or to a folder in its path is denied.</exception>
    public static string? Read(string path)
    {
        switch (FileStatus.Of(path))
        {
            case null: return null;
            case { Kind: FileKind.Folder }: throw new IOException("It is a folder.");
            case { Kind: FileKind.Special }: throw new IOException("It is a pipe, socket or device, and must be a file.");
            case { Size: > Largest }: throw TooLarge();
        }

        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        var bytes = new byte[Largest + 1];
        var length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        if (length > Largest) throw TooLarge();
        using var reader = new StreamReader(new MemoryStream(bytes, 0, length));
        return reader.ReadToEnd();
    }

    private static IOException TooLarge() => new($"It is larger than {Largest / 1024} KiB.");
}
