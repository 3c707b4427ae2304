using System.Management.Automation;
using OnsDlq.Errors;
using OnsDlq.Formatting;
using OnsDlq.Journal;
using OnsDlq.Messages;

namespace OnsDlq.Binding;

/// <summary>
/// Converts a command's input to references to attempts: output of the journal or a run, an ID, or any object that names an attempt or, if not,
/// a message. A text is an attempt's ID; with the command's group it may be a message's.
/// </summary>
/// <param name="realm">The service's name in the journal; null for any.</param>
/// <param name="groupId">The command's group; null or blank where it names none.</param>
/// <param name="instanceId">The command's instance; null or blank where it names none.</param>
internal sealed class AttemptReferenceReader(string? realm, string? groupId, string? instanceId)
{
    private readonly string? _groupId = InputMembers.Trimmed(groupId);
    private readonly string? _instanceId = InputMembers.Trimmed(instanceId);

    /// <summary>Reads one input; where it names no attempt, gives the error with the input as target.</summary>
    public AttemptReference? TryRead(object? input, out ErrorRecord? error) => Try(() => Read(input), input, out error);

    /// <summary>Reads the ID of a message of the command's group; where it is not valid, gives the error with it as target.</summary>
    public AttemptReference? TryReadMessage(string? msgId, out ErrorRecord? error) => Try(() => OfMessage(msgId, null, null), msgId, out error);

    private static AttemptReference? Try(Func<AttemptReference> read, object? input, out ErrorRecord? error)
    {
        try
        {
            error = null;
            return read();
        }
        catch (CommandException exception)
        {
            error = ErrorFactory.From(exception, exception.Target ?? (input as PSObject)?.BaseObject ?? input);
            return null;
        }
    }

    private AttemptReference Read(object? input)
    {
        var wrapped = input is null ? null : PSObject.AsPSObject(input);
        return wrapped?.BaseObject switch
        {
            ResendAttempt attempt => OfAttempt(attempt.AttemptId, attempt.MsgId, attempt.GroupId, attempt.InstanceId, attempt.Outcomes.Count),
            string id when InputMembers.Trimmed(id) is { } named => _groupId is null
                ? OfAttempt(named, null, null, null, null)
                : OfAttempt(named, null, null, null, null) with { Message = OfMessage(named, null, null).Message },
            null or string => throw new CommandException(ErrorId.UnreadableInput, "No attempt was given."),
            Array => throw new CommandException(ErrorId.UnreadableInput, "The input object is an array: pipe its elements one by one."),
            _ => Read(new InputMembers(wrapped)),
        };
    }

    private AttemptReference Read(InputMembers members)
    {
        var (msgId, group, instance) = (members.Text("MsgId") ?? members.Text("MessageId"), members.Text("GroupId"), members.Text("InstanceId"));
        return members.Text("AttemptId") is { } attemptId
            ? OfAttempt(attemptId, msgId, group, instance, members.Count("Outcomes"))
            : OfMessage(msgId, group, instance);
    }

    // An ID that somebody mistyped, or a row whose columns were mixed up, must not settle the attempt of another message.
    private AttemptReference OfAttempt(string attemptId, string? msgId, string? group, string? instance, int? outcomesSeen)
    {
        RefuseMismatch(ErrorId.GroupMismatch, "group", msgId ?? attemptId, Own(group), Own(_groupId));
        RefuseMismatch(ErrorId.InstanceMismatch, "instance", msgId ?? attemptId, instance, _instanceId);
        return new(attemptId, new(), outcomesSeen)
        {
            Said = new() { GroupId = Own(group ?? _groupId), InstanceId = instance ?? _instanceId, MsgIds = msgId is null ? [] : [msgId] },
        };
    }

    private static string? Own(string? group) => group is null ? null : MessageKey.GroupOf(group);

    private AttemptReference OfMessage(string? msgId, string? group, string? instance)
    {
        if (InputMembers.Trimmed(msgId) is not { } named)
            throw new CommandException(ErrorId.MissingMsgId, "No message ID was given, or it is empty.");
        RefuseMismatch(ErrorId.GroupMismatch, "group", named, group, _groupId);
        RefuseMismatch(ErrorId.InstanceMismatch, "instance", named, instance, _instanceId);
        return (group ?? _groupId) is { } known
            ? new(null, new() { Realm = realm, InstanceId = instance ?? _instanceId, GroupId = MessageKey.GroupOf(known), MsgIds = [named] })
            : throw new CommandException(ErrorId.MissingGroupId, $"Message {Printable.Brief(named)} has no consumer group.", named);
    }

    private static void RefuseMismatch(ErrorId id, string what, string msgId, string? own, string? wanted)
    {
        if (own is not null && wanted is not null && !own.Equals(wanted, StringComparison.Ordinal))
        {
            throw new CommandException(
                id, $"Message {Printable.Brief(msgId)} is of {what} '{Printable.Brief(own)}' and not of '{Printable.Brief(wanted)}'.", msgId);
        }
    }
}
