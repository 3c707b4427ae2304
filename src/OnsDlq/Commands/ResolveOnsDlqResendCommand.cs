using System.Globalization;
using System.Management.Automation;
using OnsDlq.Binding;
using OnsDlq.Commands.Bases;
using OnsDlq.Completion;
using OnsDlq.Connection;
using OnsDlq.Errors;
using OnsDlq.Formatting;
using OnsDlq.Journal;
using OnsDlq.Messages;
using OnsDlq.Pipeline;
using OnsDlq.Resend;
using OnsDlq.Sessions;

namespace OnsDlq.Commands;

/// <summary>Settles a resend whose outcome is Unknown or Failed, when you have found out what became of it.</summary>
[Cmdlet(
    VerbsDiagnostic.Resolve,
    "OnsDlqResend",
    SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.High,
    DefaultParameterSetName = ByMessageSet)]
[OutputType(typeof(ResendAttempt))]
public sealed class ResolveOnsDlqResendCommand : JournalCommand
{
    private const string ByMessageSet = "ByMessage";
    private const string ByAttemptSet = "ByAttempt";
    private const string ByInputObjectSet = "ByInputObject";
    private AttemptReferenceReader? _reader;
    private ConfirmationPrompt? _prompt;
    private ResendStatus _status;

    /// <summary>The consumer group of the messages.</summary>
    [Parameter(Position = 0, ParameterSetName = ByMessageSet)]
    [Parameter(Position = 0, ParameterSetName = ByInputObjectSet)]
    [ArgumentCompleter(typeof(GroupCompleter))]
    public string? GroupId { get; set; }

    /// <summary>The IDs of the messages, each with one attempt that still has to be settled.</summary>
    [Parameter(Position = 1, ParameterSetName = ByMessageSet)]
    [ArgumentCompleter(typeof(UndecidedCompleter))]
    public string?[]? MsgId { get; set; }

    /// <summary>The instance of the group; needed only where the journal has the message in several instances.</summary>
    [Parameter(ParameterSetName = ByMessageSet)]
    [Parameter(ParameterSetName = ByInputObjectSet)]
    [ArgumentCompleter(typeof(InstanceCompleter))]
    public string? InstanceId { get; set; }

    /// <summary>The IDs of the attempts.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByAttemptSet)]
    [ValidateNotNullOrEmpty]
    public string[]? AttemptId { get; set; }

    /// <summary>
    /// The attempts: the output of Get-OnsDlqResend or Invoke-OnsDlqResend, attempt IDs, message IDs with -GroupId, or objects with an
    /// AttemptId, or with a MsgId and a GroupId.
    /// </summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ByInputObjectSet)]
    [AllowNull]
    [AllowEmptyString]
    public PSObject? InputObject { get; set; }

    /// <summary>What became of them: a message with Accepted is not sent again in its round, one with Rejected may be.</summary>
    [Parameter(Mandatory = true)]
    [ValidateSet(StatusName.Accepted, StatusName.Rejected)]
    public string As { get; set; } = "";

    /// <summary>How you found that out; stored in the journal.</summary>
    [Parameter(Mandatory = true)]
    [ValidateNotNullOrEmpty]
    [ValidatePattern(@"\S")]
    public string Reason { get; set; } = "";

    /// <inheritdoc/>
    protected override void Begin()
    {
        _status = Enum.Parse<ResendStatus>(As, ignoreCase: true);
        _reader = new AttemptReferenceReader(AtHand?.Realm, GroupId, InstanceId);
        _prompt = new ConfirmationPrompt(this, () => Console.IsInputRedirected);
    }

    /// <inheritdoc/>
    protected override void Process()
    {
        switch (ParameterSetName)
        {
            case ByInputObjectSet:
                Take(_reader!.TryRead(InputObject, out var error), error);
                break;
            case ByAttemptSet:
                foreach (var attemptId in AttemptId!) Take(_reader!.TryRead(attemptId, out error), error);
                break;
            default:
                foreach (var msgId in MsgId is { Length: > 0 } given ? given : [null]) Take(_reader!.TryReadMessage(msgId, out error), error);
                break;
        }
    }

    private void Take(AttemptReference? reference, ErrorRecord? error)
    {
        if (reference is null)
        {
            WriteError(error!);
            return;
        }

        var target = reference.AttemptId ?? reference.Message.MsgIds[0];
        if (OpenReader() is not { } reader)
        {
            WriteError(ErrorFactory.Make(ErrorId.AttemptNotFound, $"There is no journal at {Printable.Of(TargetJournal.Location)}.", target));
            return;
        }

        RecordedAttempt? seen = null;
        Bridge.Run((writer, token) => AttemptAsync(writer, target, async () => seen = await Finder(reader, writer).FindAsync(reference, token)));
        if (seen is null || !_prompt!.Allows(Describe(seen), $"Settle as {_status}", target)) return;
        if (OpenExisting() is not { } journal) return;
        var resolver = new AttemptResolver(journal, Claims, TimeProvider.System);
        Bridge.Run((writer, token) => AttemptAsync(writer, target, async () =>
        {
            var settled = await resolver.ResolveAsync(seen, _status, CurrentUser.Name, UserInfo.Strip(Reason.Trim()), token);
            await writer.WriteObjectAsync(new ResendAttempt(settled, isAbandoned: false));
        }));
    }

    // Whether a claim is still live may depend on the service's clock, which a session does not know before its first call.
    private AttemptFinder Finder(IJournalReader reader, IPipelineWriter writer) => new(
        reader, Claims,
        AtHand is { } connection ? (claim, token) => ServiceTime.AskAsync(connection, claim.Key, NarrateTo(writer), token) : null);

    private string Describe(RecordedAttempt seen)
    {
        var attempt = new ResendAttempt(seen, Claims.IsAbandoned(seen.Attempt));
        return Printable.Of(string.Create(
            CultureInfo.InvariantCulture,
            $"{attempt.MsgId} of {attempt.GroupId} ({attempt.RegionId}, {attempt.Status}, sent {attempt.StartTime:yyyy-MM-dd HH:mm:ss} "
            + $"by {attempt.User}, attempt {attempt.AttemptId})"));
    }
}
