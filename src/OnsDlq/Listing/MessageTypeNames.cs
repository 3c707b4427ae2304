using System.Management.Automation;
using OnsDlq.Messages;

namespace OnsDlq.Listing;

/// <summary>The type names (PSObject.TypeNames) by which the format file finds the view that fits a dead letter.</summary>
internal static class MessageTypeNames
{
    private const string Unique = "OnsDlq.Messages.DeadLetter#Unique";

    /// <summary>Gives the dead letter as it goes out: one that stands for all entries of its message is shown with their number.</summary>
    public static object AddTo(DeadLetter message)
    {
        if (message.EntryCount is null) return message;
        var named = PSObject.AsPSObject(message);
        named.TypeNames.Insert(0, Unique);
        return named;
    }
}
