using System.Globalization;

namespace OnsDlq.Holders;

/// <summary>The processes of a Linux kernel, from its /proc (proc(5)).</summary>
internal sealed class LinuxProcesses : IProcessTable
{
    private readonly string _proc;

    public LinuxProcesses(string proc)
    {
        _proc = proc;
        Boot = Read("sys/kernel/random/boot_id")?.Trim() ?? "";

        // If /proc is mounted from another PID namespace, it shows other processes, and proves nothing.
        if (FieldsOf("self") is not { } own || own[0] != Environment.ProcessId.ToString(CultureInfo.InvariantCulture)) return;

        // Start times depend on the reader's time namespace.
        var (processes, time) = (Link("self/ns/pid"), Link("self/ns/time"));
        if (processes is not null) ProcessSpace = $"{processes} {time}".TrimEnd();
    }

    /// <inheritdoc/>
    public string Boot { get; }

    /// <inheritdoc/>
    public string ProcessSpace { get; } = "";

    /// <summary>Whether a process with that ID runs. A zombie, which has ended and waits for its parent, does not count.</summary>
    public bool Exists(int processId) => ProcessSight.Exists(processId) && !IsZombie(processId);

    /// <inheritdoc/>
    public long? StartOf(int processId) =>
        FieldsOf(processId.ToString(CultureInfo.InvariantCulture)) is { Length: > 20 } fields
        && long.TryParse(fields[20], NumberStyles.None, CultureInfo.InvariantCulture, out var start)
            ? start
            : null;

    private bool IsZombie(int processId)
    {
        var name = processId.ToString(CultureInfo.InvariantCulture);
        return FieldsOf(name) is { Length: > 1 } fields && fields[1] is "Z" or "X" && ThreadsOf(name) == 1;
    }

    /// <summary>How many threads a process has: after its first thread has ended, others may still run.</summary>
    private int ThreadsOf(string process)
    {
        try
        {
            return Directory.GetDirectories(Path.Combine(_proc, process, "task")).Length;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }

    /// <summary>
    /// The process ID and the fields after the program's name, which may contain spaces and parentheses: [1] is the state, [20] the start time.
    /// </summary>
    private string[]? FieldsOf(string process)
    {
        if (Read(process + "/stat") is not { } text) return null;
        var (open, close) = (text.IndexOf(" (", StringComparison.Ordinal), text.LastIndexOf(") ", StringComparison.Ordinal));
        return open < 0 || close < open ? null : [text[..open], .. text[(close + 2)..].Split(' ')];
    }

    private string? Read(string name)
    {
        try
        {
            return File.ReadAllText(Path.Combine(_proc, name));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private string? Link(string name)
    {
        try
        {
            return new FileInfo(Path.Combine(_proc, name)).LinkTarget;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
