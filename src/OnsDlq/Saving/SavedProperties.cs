using System.Collections.Concurrent;
using System.Management.Automation;
using System.Reflection;
using System.Runtime.CompilerServices;
using OnsDlq.Messages;

namespace OnsDlq.Saving;

/// <summary>
/// The properties that PowerShell shows in place of those of the objects, so that they survive files and jobs. Used by the module's types file.
/// </summary>
/// <remarks>
/// Times are dates in local time: Clixml and jobs keep no DateTimeOffset. ConvertTo-Json reads the properties of the objects themselves.
/// </remarks>
public static class SavedProperties
{
    private static readonly ConcurrentDictionary<(Type, string), PropertyInfo?> Known = new();

    /// <summary>The bytes of a body.</summary>
    public static PSObject? Body(PSObject saved) => (saved?.BaseObject as DeadLetter)?.RawBody is { } bytes ? TextValue.Of(bytes) : null;

#pragma warning disable CS1591, SA1600 // Each one is the property of the same name.
    public static PSObject? StoreTime(PSObject saved) => Of(saved);

    public static PSObject? BornTime(PSObject saved) => Of(saved);

    public static PSObject? ExpiresAt(PSObject saved) => Of(saved);

    public static PSObject? LastResendTime(PSObject saved) => Of(saved);

    public static PSObject? ArchivedAt(PSObject saved) => Of(saved);

    public static PSObject? PlannedAt(PSObject saved) => Of(saved);

    public static PSObject? StartTime(PSObject saved) => Of(saved);

    public static PSObject? EndTime(PSObject saved) => Of(saved);

    public static PSObject? BlockedSince(PSObject saved) => Of(saved);

    public static PSObject? BlockedUntil(PSObject saved) => Of(saved);

    public static PSObject? Before(PSObject saved) => Of(saved);

    public static PSObject? Since(PSObject saved) => Of(saved);

    public static PSObject? Until(PSObject saved) => Of(saved);

    public static PSObject? First(PSObject saved) => Of(saved);

    public static PSObject? Last(PSObject saved) => Of(saved);

    public static PSObject? NextExpiry(PSObject saved) => Of(saved);

    public static PSObject? Time(PSObject saved) => Of(saved);

    public static PSObject? VerdictTime(PSObject saved) => Of(saved);

    public static PSObject? EventTime(PSObject saved) => Of(saved);

    public static PSObject? FoundTime(PSObject saved) => Of(saved);

    public static PSObject? RepairedAt(PSObject saved) => Of(saved);

    public static PSObject? CreateTime(PSObject saved) => Of(saved);

    public static PSObject? UpdateTime(PSObject saved) => Of(saved);

    public static PSObject? ReleaseTime(PSObject saved) => Of(saved);

    public static PSObject? CheckedAt(PSObject saved) => Of(saved);
#pragma warning restore CS1591, SA1600

    private static TextValue? Of(PSObject saved, [CallerMemberName] string name = "")
    {
        var property = Known.GetOrAdd((saved.BaseObject.GetType(), name), static key => key.Item1.GetProperty(key.Item2));
        return property?.GetValue(saved.BaseObject) is DateTimeOffset time ? TextValue.Of(time) : null;
    }
}
