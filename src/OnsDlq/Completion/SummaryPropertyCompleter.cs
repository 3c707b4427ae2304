using OnsDlq.Summary;

namespace OnsDlq.Completion;

/// <summary>Completes the properties that dead letters can be grouped by and that every dead letter has.</summary>
public sealed class SummaryPropertyCompleter : ValueCompleter
{
    private protected override IEnumerable<string> Values() => SummaryProperty.Known;
}
