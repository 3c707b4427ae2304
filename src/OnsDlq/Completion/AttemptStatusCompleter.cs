using OnsDlq.Binding;

namespace OnsDlq.Completion;

/// <summary>Completes the statuses of attempts.</summary>
public sealed class AttemptStatusCompleter : ValueCompleter
{
    private protected override IEnumerable<string> Values() => AttemptStatusAttribute.Names;
}
