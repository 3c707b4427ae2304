using System.Globalization;

namespace OnsDlq.Rehearsal;

/// <summary>
/// Tells processes that are started while a rehearsal runs, such as jobs, that there is one, by a variable that they inherit: they are not
/// connected to it, and must not go to the real service instead. May be used from any thread.
/// </summary>
internal static class RehearsalMark
{
    public const string Variable = "ONSDLQ_REHEARSAL";

    private static readonly object Gate = new();
    private static readonly List<string> Own = [];
    private static string? _inherited;

    /// <summary>The rehearsal of another process during which this one was started: its process and its endpoint; null where there was none.</summary>
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

    /// <summary>Begins a rehearsal of this process.</summary>
    public static void Add(Uri endpoint)
    {
        lock (Gate)
        {
            if (Own.Count == 0) _inherited = Environment.GetEnvironmentVariable(Variable);
            Own.Add(Text(endpoint));
            Environment.SetEnvironmentVariable(Variable, Own[^1]);
        }
    }

    /// <summary>Ends it; does nothing where it has ended.</summary>
    public static void Remove(Uri endpoint)
    {
        lock (Gate)
        {
            if (Own.Remove(Text(endpoint))) Environment.SetEnvironmentVariable(Variable, Own.Count > 0 ? Own[^1] : _inherited);
        }
    }

    private static string Text(Uri endpoint) => string.Create(CultureInfo.InvariantCulture, $"process {Environment.ProcessId} at {endpoint.Authority}");
}
