using System.Management.Automation;
using OnsDlq.Listing;

namespace OnsDlq.Commands.Bases;

/// <summary>The base of commands that filter dead letters, of the service or of an archive.</summary>
public abstract class MessageFilterCommand : ServiceCommand
{
    private protected const string ByTimeSet = "ByTime";
    private protected const string ByIdSet = "ById";
    private protected const string ByPathSet = "ByPath";

    private protected MessageFilterCommand()
    {
    }

    /// <summary>
    /// Only those of these topics, wildcards allowed, ignoring case. As for -Tag and -Key, an empty text matches those without.
    /// </summary>
    [Parameter, ValidateNotNull, SupportsWildcards]
    public string[]? Topic { get; set; }

    /// <summary>Only those with one of these tags, wildcards allowed.</summary>
    [Parameter, ValidateNotNull, SupportsWildcards]
    public string[]? Tag { get; set; }

    /// <summary>Only those with one of these keys, wildcards allowed; of several keys of a message one is enough.</summary>
    [Parameter, ValidateNotNull, SupportsWildcards]
    public string[]? Key { get; set; }

    /// <summary>Only those of this round or a later one, by the journal: 2 shows those that were resent and came back.</summary>
    [Parameter(ParameterSetName = ByTimeSet), Parameter(ParameterSetName = ByIdSet)]
    [ValidateRange(1, int.MaxValue)]
    public int? MinRound { get; set; }

    /// <summary>
    /// Only those that, by the journal, still need a decision: they were never resent, came back since, or are held back because the outcome or
    /// the round of a resend is not known, it was reported as failed, or the message came back too often. Not those that were resent and
    /// accepted and have not come back, are blocked, or are being sent; how many of these there are is said at the end.
    /// </summary>
    [Parameter(ParameterSetName = ByTimeSet), Parameter(ParameterSetName = ByIdSet)]
    public SwitchParameter Pending { get; set; }

    /// <summary>One dead letter for each message, after all are listed: its newest entry, with their number in EntryCount.</summary>
    [Parameter(ParameterSetName = ByTimeSet)]
    public SwitchParameter Unique { get; set; }

    /// <summary>How many are emitted at most, of all groups together: group after group, the oldest of each first; then no more calls are made.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int? First { get; set; }

    /// <summary>The filter on the properties of dead letters.</summary>
    /// <exception cref="Errors.CommandException">A text is not a valid pattern.</exception>
    private protected MessageFilter Filter() => new(Topic, Tag, Key);
}
