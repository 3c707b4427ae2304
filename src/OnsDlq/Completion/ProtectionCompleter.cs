using OnsDlq.Resend;

namespace OnsDlq.Completion;

/// <summary>Completes the protections that can be lifted.</summary>
public sealed class ProtectionCompleter : ValueCompleter
{
    private protected override IEnumerable<string> Values() => LiftableAttribute.Names;
}
