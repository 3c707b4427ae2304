using System.Management.Automation;
using OnsDlq.Binding;
using OnsDlq.Errors;
using OnsDlq.Formatting;
using OnsDlq.Listing;
using OnsDlq.Messages;

namespace OnsDlq.Saving;

/// <summary>
/// Makes dead letters of objects that left the session: PowerShell uses it for Import-Clixml and jobs, and for a cast, such as
/// <c>[OnsDlq.Messages.DeadLetter] $row</c>. Named in the module's types file, also in place of the type of the dead
/// letter, whose assembly is not loaded yet when PowerShell reads that file.
/// </summary>
public sealed class DeadLetterConverter : PSTypeConverter
{
    /// <summary>Whether this is an object with properties or a dictionary, and not a text or a number.</summary>
    public override bool CanConvertFrom(object sourceValue, Type destinationType) =>
        (destinationType == typeof(DeadLetter) || destinationType == typeof(DeadLetterConverter))
        && (sourceValue is PSObject wrapped ? wrapped.BaseObject : sourceValue) is PSCustomObject or System.Collections.IDictionary;

    /// <summary>Reads a dead letter.</summary>
    /// <exception cref="InvalidCastException">The object is not a dead letter; PowerShell then leaves it as it is, or refuses the cast.</exception>
    public override object ConvertFrom(object sourceValue, Type destinationType, IFormatProvider formatProvider, bool ignoreCase)
    {
        try
        {
            var saved = PSObject.AsPSObject(sourceValue);
            // As a dead letter it would be sent.
            if (PlanRow.Of(new InputMembers(saved)) is { IsSent: false } row)
                throw InputMembers.Unreadable($"it is a row of a plan that does not send it ({row.Words}).");
            return MessageTypeNames.AddTo(SavedMessage.Read(saved));
        }
        catch (CommandException exception)
        {
            throw new InvalidCastException(Printable.Of(exception.Message), exception);
        }
    }

    /// <summary>A dead letter is converted to nothing else here.</summary>
    public override bool CanConvertTo(object sourceValue, Type destinationType) => false;

    /// <summary>A dead letter is converted to nothing else here.</summary>
    public override object ConvertTo(object sourceValue, Type destinationType, IFormatProvider formatProvider, bool ignoreCase) =>
        throw new NotSupportedException();
}
