using System.Collections;
using System.Management.Automation;
using OnsDlq.Formatting;

namespace OnsDlq.Binding;

/// <summary>
/// Lets texts from the pipeline bind to a parameter for IDs. PowerShell would bind any other object, too, as its text: a group would become a
/// message ID. Such an object is left to the parameters that bind by property name.
/// </summary>
/// <param name="named">A type whose text is the ID; an object of it may be given in place of the ID.</param>
internal sealed class IdTextAttribute(Type named) : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        var value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        if (value is null or string or ValueType || named.IsInstanceOfType(value) || value is IEnumerable and not IDictionary) return inputData;

        // With this inner exception the engine goes on with the other parameters.
        var refusal = new PSInvalidCastException($"A {Printable.Of(value.GetType().Name)} is no ID.");
        throw new ArgumentTransformationMetadataException(refusal.Message, refusal);
    }
}
