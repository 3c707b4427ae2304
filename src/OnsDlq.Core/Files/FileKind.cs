namespace OnsDlq.Files;

/// <summary>The kind of file at a path.</summary>
internal enum FileKind
{
    /// <summary>A regular file, which can be read to its end.</summary>
    Regular,

    Folder,

    /// <summary>A pipe, socket or device: opening or reading it may never return.</summary>
    Special,
}
