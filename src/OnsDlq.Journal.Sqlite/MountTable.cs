using System.Globalization;

namespace OnsDlq.Journal.Sqlite;

/// <summary>The mounted file systems of this process on Linux (proc_pid_mountinfo(5)).</summary>
internal sealed class MountTable
{
    private const int DeviceField = 2, PointField = 4;

    private readonly Dictionary<ulong, string> _types = [];
    private readonly HashSet<string> _points = new(StringComparer.Ordinal);

    private MountTable(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            // "36 35 98:0 /root /point options … - type source options": spaces in names are octal escapes.
            var words = line.Split(' ');
            var end = Array.IndexOf(words, "-");
            if (end <= PointField || end + 1 >= words.Length || Device(words[DeviceField]) is not { } device) continue;
            _types[device] = words[end + 1];
            _points.Add(Plain(words[PointField]));
        }
    }

    /// <summary>Reads it; empty where there is none.</summary>
    public static MountTable Read()
    {
        try
        {
            return Of(File.ReadAllText("/proc/self/mountinfo"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Of("");
        }
    }

    public static MountTable Of(string text) => new(text.Split('\n', StringSplitOptions.RemoveEmptyEntries));

    /// <summary>The type of the file system on a device; null where it is not in the table.</summary>
    public string? TypeOf(ulong device) => _types.GetValueOrDefault(device);

    /// <summary>Whether the path is a mount point.</summary>
    public bool IsPoint(string path) => _points.Contains(path);

    private static ulong? Device(string word) =>
        word.Split(':') is [var major, var minor]
        && uint.TryParse(major, NumberStyles.None, CultureInfo.InvariantCulture, out var high)
        && uint.TryParse(minor, NumberStyles.None, CultureInfo.InvariantCulture, out var low)
            ? ((ulong)high << 32) | low
            : null;

    private static string Plain(string word) => word
        .Replace("\\040", " ", StringComparison.Ordinal).Replace("\\011", "\t", StringComparison.Ordinal)
        .Replace("\\012", "\n", StringComparison.Ordinal).Replace("\\134", "\\", StringComparison.Ordinal);
}
