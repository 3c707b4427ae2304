using System.Management.Automation;
using OnsDlq.Connection;
using OnsDlq.Evidence;
using OnsDlq.Resend;

namespace OnsDlq.Commands.Bases;

/// <summary>The base of the command that resends: the few messages of each group that are tried first.</summary>
public abstract class CanaryCommand : MessageInputCommand
{
    private const string GoOn = "Continue";

    private protected CanaryCommand()
    {
    }

    /// <summary>
    /// How many messages of each group are sent first, of as many topics and tags as possible: the others are sent only once these were consumed.
    /// </summary>
    [Parameter]
    [ValidateRange(1, 100)]
    public int? Canary { get; set; }

    /// <summary>How long to wait for what became of a canary, in seconds.</summary>
    [Parameter]
    [ValidateRange(1, 24 * 3600)]
    [PSDefaultValue(Value = Resend.CanaryOptions.DefaultTimeoutSec)]
    public int CanaryTimeoutSec { get; set; } = Resend.CanaryOptions.DefaultTimeoutSec;

    /// <summary>What to do where that is not known in time: Stop skips the others, Continue sends them.</summary>
    [Parameter]
    [ValidateSet("Stop", GoOn)]
    [PSDefaultValue(Value = "Stop")]
    public string CanaryInconclusive { get; set; } = "Stop";

    /// <summary>The options of the canary; null where there is none.</summary>
    private protected CanaryOptions? CanaryOptions() => Canary is not { } size ? null : new()
    {
        Size = size,
        Timeout = TimeSpan.FromSeconds(CanaryTimeoutSec),
        GoesOnWhereInconclusive = CanaryInconclusive.Equals(GoOn, StringComparison.OrdinalIgnoreCase),
    };

    /// <summary>Lets a run find out what became of its canary.</summary>
    private protected ResendEnvironment WithCanary(ResendEnvironment environment, OnsDlqConnection connection) => Canary is null
        ? environment
        : environment with { Canaries = new CanaryJudge(EvidenceGathering.EnvironmentOf(connection, environment.Journal)) };
}
