using System.Management.Automation;
using OnsDlq.Binding;
using OnsDlq.Commands.Bases;
using OnsDlq.Completion;
using OnsDlq.Discovery;
using OnsDlq.Errors;
using OnsDlq.Formatting;
using OnsDlq.Messages;
using OnsDlq.Permissions;
using OnsDlq.Realms;

namespace OnsDlq.Commands;

/// <summary>Writes the least RAM policy, as JSON, for what you want to do.</summary>
[Cmdlet(VerbsCommon.Get, "OnsDlqPolicy")]
[OutputType(typeof(string))]
public sealed class GetOnsDlqPolicyCommand : OnsDlqCommand
{
    private readonly HashSet<PolicyScope> _scopes = [];

    /// <summary>The consumer groups; without them every group.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [IdText(typeof(ConsumerGroup))]
    [ArgumentCompleter(typeof(GroupCompleter))]
    public string[]? GroupId { get; set; }

    /// <summary>The instance; without it every instance, even where the connection has one.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(InstanceCompleter))]
    public string? InstanceId { get; set; }

    /// <summary>The topics for -Body and -Evidence, which are permitted by topic; without them every topic of the instance.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string[]? Topic { get; set; }

    /// <summary>
    /// Whether the instance has a namespace of its own, as Get-OnsDlqInstance and Get-OnsDlqGroup show it; without it names are given in both forms.
    /// With $false a policy for the whole instance has every name, and only the right to see the instance limits it: name groups and topics.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public bool? IndependentNaming { get; set; }

    /// <summary>The region; without it every region.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(RegionCompleter))]
    public string? RegionId { get; set; }

    /// <summary>Permits to resend: Invoke-OnsDlqResend.</summary>
    [Parameter]
    public SwitchParameter Resend { get; set; }

    /// <summary>Permits to read bodies: Get-OnsDlqMessage -IncludeBody, Save-OnsDlqMessage.</summary>
    [Parameter]
    public SwitchParameter Body { get; set; }

    /// <summary>Permits to read traces, which show what became of a resend.</summary>
    [Parameter]
    public SwitchParameter Evidence { get; set; }

    /// <summary>Permits to see whether the consumers are online and keep up: Test-OnsDlqConsumer, and the looks of Invoke-OnsDlqResend.</summary>
    [Parameter]
    public SwitchParameter Health { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        if (InstanceId is { } instance && !PolicyScope.IsName(instance)) throw Invalid("an instance", instance);
        if (Topic?.FirstOrDefault(topic => !PolicyScope.IsName(topic)) is { } wrong) throw Invalid("a topic", wrong);
        foreach (var group in (string?[]?)GroupId ?? [null])
        {
            var (owner, name) = Parts(group);
            foreach (var topic in (string?[]?)Topic ?? [null]) _scopes.Add(new PolicyScope(owner, name, topic) { IndependentNaming = IndependentNaming });
        }
    }

    /// <inheritdoc/>
    protected override void End()
    {
        // Where the pipeline had nothing, a policy for everything would be the opposite of what was asked for.
        if (_scopes.Count == 0) return;
        var policy = RamPolicy.Write(_scopes, Purposes(), Region());
        if (policy.Length > RamPolicy.LongestDocument)
        {
            WriteWarning(FormattableString.Invariant(
                $"The policy has {policy.Length} characters, and RAM takes {RamPolicy.LongestDocument} at most: divide the groups, or permit the instance as a whole."));
        }

        WriteObject(policy);
    }

    // An ID may be written with its instance before it.
    private (string? InstanceId, string? GroupId) Parts(string? group)
    {
        if (group is null) return (InstanceId, null);
        if (!GroupIdRule.IsWellFormed(group))
            throw new CommandException(ErrorId.InvalidGroupId, $"'{Printable.Brief(group)}' cannot be a consumer group.", group);
        if (group.Split('%') is not [var owner, var name]) return (InstanceId, group);
        if (InstanceId is { } given && given != owner)
            throw new CommandException(ErrorId.InstanceMismatch, $"Group {group} belongs to another instance than {given}.", group);
        return (owner, name);
    }

    private PolicyPurpose[] Purposes() =>
    [
        .. new[] { (Resend, PolicyPurpose.Resend), (Body, PolicyPurpose.Body), (Evidence, PolicyPurpose.Evidence), (Health, PolicyPurpose.Health) }
            .Where(one => one.Item1).Select(one => one.Item2),
    ];

    private string? Region() => RegionId is null ? null
        : Regions.Named(RegionId.Trim())?.Id
            ?? throw new CommandException(ErrorId.UnknownRegion, $"'{Printable.Brief(RegionId)}' is no ID that a region can have.", RegionId);

    private static CommandException Invalid(string what, string text) =>
        new(ErrorId.InvalidPolicyScope, $"'{Printable.Brief(text)}' cannot be {what}.", text);
}
