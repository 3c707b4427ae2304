using System.Management.Automation;
using OnsDlq.Messages;

namespace OnsDlq.Listing;

/// <summary>The type names (PSObject.TypeNames) by which the format file finds the view that fits a dead letter.</summary>
internal static class MessageTypeNames
{
    private const string Unique = "OnsDlq.Messages.DeadLetter#Unique";
    private const string Archived = "OnsDlq.Messages.DeadLetter#Archived";

    /// <summary>
    /// Gives the dead letter to emit: with -Unique it has a type name whose view shows the number of entries, from an archive one whose view
    /// shows when it was saved.
    /// </summary>
    public static object AddTo(DeadLetter message)
    {
        if (message is { EntryCount: null, ArchivedAt: null }) return message;
        var named = PSObject.AsPSObject(message);
        named.TypeNames.Insert(0, message.EntryCount is null ? Archived : Unique);
        return named;
    }
}
