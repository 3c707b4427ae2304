using System.Globalization;

namespace OnsDlq.Rehearsal;

/// <summary>
/// Sets an environment variable while a rehearsal runs, which processes started meanwhile, such as jobs, inherit: they are not connected to the
/// rehearsal, and must not call the real service instead. Thread-safe.
/// </summary>
internal static class RehearsalMark
{
    public const string Variable = "ONSDLQ_REHEARSAL";

    private static readonly object Gate = new();
    private static readonly List<string> Own = [];
    private static string? _inherited;

    /// <summary>The rehearsal of another process, if it ran when this one was started: its process and endpoint; null for none.</summary>
    public static string? Elsewhere
    {
        get
        {
            lock (Gate)
            {
                var mark = Own.Count > 0 ? _inherited : Environment.GetEnvironmentVariable(Variable);
                return string.IsNullOrWhiteSpace(mark) ? null : mark.Trim();
            }
        }
    }

    /// <summary>Adds a rehearsal of this process.</summary>
    public static void Add(Uri endpoint)
    {
        lock (Gate)
        {
            if (Own.Count == 0) _inherited = Environment.GetEnvironmentVariable(Variable);
            Own.Add(Text(endpoint));
            Environment.SetEnvironmentVariable(Variable, Own[^1]);
        }
    }

    /// <summary>Removes it; does nothing where it was removed.</summary>
    public static void Remove(Uri endpoint)
    {
        lock (Gate)
        {
            if (Own.Remove(Text(endpoint))) Environment.SetEnvironmentVariable(Variable, Own.Count > 0 ? Own[^1] : _inherited);
        }
    }

    private static string Text(Uri endpoint) => string.Create(CultureInfo.InvariantCulture, $"process {Environment.ProcessId} at {endpoint.Authority}");
}
