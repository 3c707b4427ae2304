using System.Management.Automation;

namespace OnsDlq.Tests.Composing;

/// <summary>Tries <see cref="SampleBase"/>, and what <c>help</c> is composed of.</summary>
[Cmdlet(VerbsDiagnostic.Test, "Sample", SupportsShouldProcess = true, DefaultParameterSetName = NameSet)]
[OutputType(typeof(SampleBase), typeof(int[]))]
public sealed class TestSampleCommand : SampleBase
{
    private const string NameSet = "Name";
    private const string ObjectSet = "Object";

    /// <summary>
    /// The names; see <see cref="ISample.Until"/> and <see langword="null"/>.
    /// <para>Of <paramref name="value"/> and
    /// <see cref="TestSampleCommand"/>:</para>
    /// <list type="bullet"><item>first</item><item><term>second</term><description>last</description></item></list>
    /// </summary>
    [Parameter(Position = 1, ParameterSetName = NameSet, ValueFromPipelineByPropertyName = true)]
    [Parameter(Position = 0, Mandatory = true, ParameterSetName = ObjectSet)]
    [Alias("Called", "Named")]
    [SupportsWildcards]
    [PSDefaultValue(Value = new[] { "one", "two" })]
    public string[] Name { get; set; } = ["one", "two"];

    /// <summary>The object.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ObjectSet)]
    public PSObject? InputObject { get; set; }

    /// <inheritdoc/>
    [Parameter]
    [ValidateRange(0.5, 2)]
    [PSDefaultValue(Value = 1.5, Help = "One and a half")]
    public override int Times { get; set; }

    /// <summary>Which day.</summary>
    [Parameter]
    public DayOfWeek? Day { get; set; }

    /// <summary>How.</summary>
    [Parameter]
    [ValidateSet("fast", "slow")]
    public string? How { get; set; }

    /// <inheritdoc cref="How"/>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public long Count { get; set; }

    /// <summary>Whether.</summary>
    [Parameter]
    public SwitchParameter Whether { get; set; }
}
