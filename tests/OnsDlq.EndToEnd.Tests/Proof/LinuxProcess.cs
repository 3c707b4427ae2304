using System.Globalization;

namespace OnsDlq.EndToEnd.Tests.Proof;

/// <summary>Information from Linux about a process.</summary>
internal static class LinuxProcess
{
    private const string Locks = "/proc/locks";

    /// <summary>Whether all threads of a process are stopped or have ended: a stop signal takes a moment to reach the last of them.</summary>
    public static bool IsStopped(int processId)
    {
        try
        {
            // "4711 (name) T 1 …": the name may contain any character, so it ends at the last parenthesis.
            return Directory.EnumerateDirectories(FormattableString.Invariant($"/proc/{processId}/task"))
                .Select(thread => File.ReadAllText(Path.Combine(thread, "stat")))
                .All(stat => stat[stat.LastIndexOf(')') + 2] is 'T' or 't' or 'Z' or 'X');
        }
        catch (IOException)
        {
            // A thread has ended between the two reads, and perhaps the process with it.
            return !Directory.Exists(FormattableString.Invariant($"/proc/{processId}"));
        }
    }

    /// <summary>Whether a process holds a write lock, which prevents others from writing to a journal.</summary>
    public static bool HoldsWriteLock(int processId)
    {
        var pid = processId.ToString(CultureInfo.InvariantCulture);

        // "1: POSIX  ADVISORY  WRITE 4711 08:01:1234 120 120": an entry that waits for a lock has an arrow after its number.
        return File.Exists(Locks) && File.ReadLines(Locks)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Any(words => words is [_, "POSIX", _, "WRITE", var holder, ..] && holder == pid);
    }
}
