using System.Management.Automation;
using OnsDlq.Messages;

namespace OnsDlq.Listing;

/// <summary>What dead letters are called on the pipeline, so that each is shown by the view that fits it.</summary>
internal static class LetterNames
{
    private const string Unique = "OnsDlq.Messages.DeadLetter#Unique";

    /// <summary>The dead letter as it goes out: one that stands for all entries of its message is shown with their number.</summary>
    public static object Of(DeadLetter letter)
    {
        if (letter.EntryCount is null) return letter;
        var named = PSObject.AsPSObject(letter);
        named.TypeNames.Insert(0, Unique);
        return named;
    }
}
