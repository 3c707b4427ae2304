using System.Globalization;
using OnsDlq.Errors;
using OnsDlq.Files;

namespace OnsDlq.Journal.Sqlite;

/// <summary>
/// The permissions of a journal that the members of a group share. SQLite gives the log and the log's index the mode of the main file, whatever
/// the user's umask; their group is the one that the folder passes on. So main file and folder decide about all of them.
/// </summary>
internal static class SharedFiles
{
    /// <summary>The mode of the files: read and write, for the owner and the group.</summary>
    public const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite;

    private const UnixFileMode GroupEnters = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute;
    private const UnixFileMode GroupWrites = UnixFileMode.GroupRead | UnixFileMode.GroupWrite;

    /// <summary>Checks that the members of the folder's group can use a journal, and nobody else; does nothing on Windows.</summary>
    /// <param name="journal">The journal, as it was named.</param>
    /// <param name="target">Its real path.</param>
    /// <exception cref="JournalException">They cannot; the message has the command that mends it.</exception>
    public static void Check(string journal, string target)
    {
        if (Trouble(journal, target) is { } trouble) throw trouble;
    }

    /// <summary>
    /// The reason why this user cannot write to a journal, where that is a journal for a group, and a file of it belongs to another user; null
    /// where permissions are not the reason.
    /// </summary>
    public static JournalException? Diagnose(string journal, string target)
    {
        if (OperatingSystem.IsWindows()) return null;
        try
        {
            var isForGroup = FileStatus.Of(target) is { } main && (main.Mode & UnixFileMode.GroupWrite) != 0;
            return isForGroup && Files(target).Any(file => FileStatus.Of(file) is { } there && there.Owner != UnixAccess.User)
                ? Trouble(journal, target)
                : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>How a folder for the journal of a group is made.</summary>
    public static string HowToMake(string folder) =>
        OperatingSystem.IsWindows() ? "" : $" To make one for a group: mkdir {Word(folder)} && {Folder(folder)}";

    private static JournalException? Trouble(string journal, string target)
    {
        var folder = Path.GetDirectoryName(target)!;
        if (OperatingSystem.IsWindows() || FileStatus.Of(folder) is not { } above) return null;
        List<string> reasons = [], mends = [];
        var group = above.Group.ToString(CultureInfo.InvariantCulture);
        if (WrongWithFolder(above.Mode) is { } wrong)
        {
            group = "GROUP";
            Add($"{wrong} the folder '{folder}'", Folder(folder));
        }

        foreach (var file in Files(target))
        {
            if (FileStatus.Of(file) is not { } there) continue;
            if (there.Group != above.Group)
                Add($"the file '{file}' belongs to another group than its folder", $"chgrp {group} {Word(file)} && chmod 660 {Word(file)}");
            else if ((there.Mode & GroupWrites) != GroupWrites)
                Add($"its group may not write to the file '{file}'", $"chmod 660 {Word(file)}");
        }

        return reasons.Count == 0 ? null : new(
            ErrorId.JournalNotShared, journal,
            $"The journal '{journal}' cannot be shared by a group: {string.Join("; ", reasons)}. To mend it: {string.Join(" && ", mends)}");

        void Add(string reason, string mend)
        {
            reasons.Add(reason);
            mends.Add(mend);
        }
    }

    // On macOS every folder passes its group on.
    private static string? WrongWithFolder(UnixFileMode mode)
    {
        if ((mode & GroupEnters) != GroupEnters) return "its group may not write to";
        if ((mode & UnixFileMode.OtherWrite) != 0) return "everybody may write to";
        if ((mode & UnixFileMode.StickyBit) != 0) return "nobody may delete another user's files, such as the log, in";
        return (mode & UnixFileMode.SetGroup) == 0 && !OperatingSystem.IsMacOS() ? "new files do not get the group of" : null;
    }

    private static string[] Files(string target) => [target, target + "-wal", target + "-shm"];

    private static string Folder(string folder) => $"chgrp GROUP {Word(folder)} && chmod 2770 {Word(folder)}";

    // One word for the shell, whatever is in it.
    private static string Word(string path) => $"'{path.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
