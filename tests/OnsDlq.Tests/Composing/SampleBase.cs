using System.Management.Automation;

namespace OnsDlq.Tests.Composing;

/// <summary>What sample commands share.</summary>
public abstract class SampleBase : PSCmdlet, ISample
{
    /// <summary>Whom it is for.</summary>
    [Parameter]
    public string? For { get; set; }

    /// <summary>How often; see <see cref="For"/>.</summary>
    [Parameter]
    public virtual int Times { get; set; }

    /// <inheritdoc/>
    [Parameter]
    public DateTimeOffset? Until { get; set; }
}
