using System.Management.Automation;
using OnsDlq.Formatting;
using OnsDlq.Messages;

namespace OnsDlq.Binding;

/// <summary>Accepts the statuses of attempts.</summary>
/// <remarks>ValidateSet would refuse null before the command can say what an empty value means.</remarks>
internal sealed class AttemptStatusAttribute : ValidateArgumentsAttribute
{
    /// <summary>The statuses of attempts.</summary>
    public static IReadOnlyList<string> Names { get; } = Enum.GetNames<AttemptStatus>();

    /// <inheritdoc/>
    protected override void Validate(object? arguments, EngineIntrinsics engineIntrinsics)
    {
        foreach (var name in arguments as string[] ?? [])
        {
            if (!Names.Contains(name, StringComparer.OrdinalIgnoreCase))
                throw new ValidationMetadataException($"'{Printable.Of(name)}' is no status of an attempt. The statuses are: {string.Join(", ", Names)}.");
        }
    }
}
