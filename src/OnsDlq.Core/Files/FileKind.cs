namespace OnsDlq.Files;

/// <summary>What lies at a path.</summary>
internal enum FileKind
{
    /// <summary>A file with a size, which can be read to its end.</summary>
    Regular,

    Folder,

    /// <summary>A pipe, socket or device: opening or reading it may never return.</summary>
    Special,
}
