using System.Management.Automation;
using OnsDlq.Binding;
using OnsDlq.Commands.Bases;
using OnsDlq.Completion;
using OnsDlq.Errors;
using OnsDlq.Formatting;
using OnsDlq.Messages;
using OnsDlq.Summary;

namespace OnsDlq.Commands;

/// <summary>Counts dead letters by their properties or by the hour in which they were stored.</summary>
[Cmdlet(VerbsDiagnostic.Measure, "OnsDlqMessage")]
[OutputType(typeof(DeadLetterSummary))]
public sealed class MeasureOnsDlqMessageCommand : OnsDlqCommand
{
    private SummaryBuilder _summary = null!;

    /// <summary>
    /// The properties by whose values dead letters are counted: any property of the dead letter object, Hour (in which it was stored, in local
    /// time), or business properties by name. With several, each combination of values is counted. Values are case-sensitive, names are not.
    /// </summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SummaryPropertyCompleter))]
    [PSDefaultValue(Value = new[] { nameof(DeadLetter.Topic), nameof(DeadLetter.Tag) })]
    public string[] Property { get; set; } = [nameof(DeadLetter.Topic), nameof(DeadLetter.Tag)];

    /// <summary>The dead letters, as Get-OnsDlqMessage emits them, or read again from a file of CSV, JSON or Clixml, or from a job.</summary>
    [Parameter(ValueFromPipeline = true)]
    public PSObject?[]? InputObject { get; set; }

    /// <inheritdoc/>
    protected override void Begin() => _summary = new SummaryBuilder(Property, TimeProvider.System.GetUtcNow());

    /// <inheritdoc/>
    protected override void Process()
    {
        foreach (var input in InputObject ?? [null])
        {
            if (DeadLetterInput.TryRead(input, out var error) is { } message) _summary.Add(message);
            else WriteError(error);
        }
    }

    /// <inheritdoc/>
    protected override void End()
    {
        if (_summary.Unknown is { Count: > 0 } unknown)
            throw new CommandException(ErrorId.UnknownProperty, Unknown(unknown), unknown[0]);
        foreach (var summary in _summary.Summarize()) WriteObject(summary);
    }

    private string Unknown(IReadOnlyList<string> names)
    {
        string[] known = [.. SummaryProperty.Known, .. _summary.BusinessNames];
        return Printable.Of($"No dead letter has a property {string.Join(" or ", names)}. There are {string.Join(", ", known)}.");
    }
}
