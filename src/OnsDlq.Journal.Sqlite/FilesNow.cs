using OnsDlq.Files;

namespace OnsDlq.Journal.Sqlite;

/// <summary>The status of a journal's three files at one moment.</summary>
/// <param name="Main">The main file; null where it is gone.</param>
/// <param name="Log">Its log; null where it is gone.</param>
/// <param name="Index">The index of the log; null where it is gone.</param>
internal readonly record struct FilesNow(FileStatus? Main, FileStatus? Log, FileStatus? Index)
{
    /// <summary>What is wrong with the main file's names; null where it has exactly one.</summary>
    public string? TroubleWithNames() => Main switch
    {
        { Links: > 1 } main => $"the file has {main.Links} names",
        { IsMountRoot: true } => "the file itself is mounted here",
        _ => null,
    };
}
