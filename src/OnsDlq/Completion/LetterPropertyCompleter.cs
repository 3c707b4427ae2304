using OnsDlq.Summary;

namespace OnsDlq.Completion;

/// <summary>Completes the properties that dead letters can be grouped by, as far as every dead letter has them.</summary>
public sealed class LetterPropertyCompleter : ValueCompleter
{
    private protected override IEnumerable<string> Values() => LetterProperty.Known;
}
