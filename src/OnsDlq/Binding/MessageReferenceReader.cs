using System.Management.Automation;
using OnsDlq.Connection;
using OnsDlq.Errors;
using OnsDlq.Formatting;
using OnsDlq.Messages;
using OnsDlq.Realms;
using OnsDlq.Resend;

namespace OnsDlq.Binding;

/// <summary>
/// Converts a command's input to references to messages: a dead letter, a resend result, an ID, or any object that names a message, such as rows
/// of CSV and JSON. Parameters fill in what an object lacks, and never override it.
/// </summary>
/// <param name="connection">Gives the region, and the instance where neither object nor parameter names one.</param>
/// <param name="groupId">The command's group; null or blank where it names none.</param>
/// <param name="instanceId">The command's instance; null or blank where it names none.</param>
internal sealed class MessageReferenceReader(OnsDlqConnection connection, string? groupId, string? instanceId)
{
    private readonly string? _groupId = InputMembers.Trimmed(groupId);
    private readonly string? _instanceId = InputMembers.Trimmed(instanceId);

    /// <summary>Reads one input; where it does not name a valid message, gives the error with the input as target.</summary>
    public MessageReference? TryRead(object? input, out ErrorRecord? error)
    {
        try
        {
            error = null;
            return Read(input);
        }
        catch (CommandException exception)
        {
            error = ErrorFactory.From(exception, exception.Target ?? (input as PSObject)?.BaseObject ?? input);
            return null;
        }
    }

    private MessageReference Read(object? input)
    {
        var wrapped = input is null ? null : PSObject.AsPSObject(input);
        return wrapped?.BaseObject switch
        {
            null => throw new CommandException(ErrorId.MissingMsgId, "No message ID was given."),
            string id => Refer(id.Trim(), null, null, null, null),
            Array => throw new CommandException(ErrorId.UnreadableInput, "The input object is an array: pipe its elements one by one."),
            DeadLetter listed => Refer(listed) with { ListedAt = listed.Realm == connection.Realm ? listed.ListedAt : null },
            _ => Read(new InputMembers(wrapped)),
        };
    }

    // Its own properties, which come from the service, not properties that a script has added to the object.
    private MessageReference Refer(DeadLetter listed) =>
        Refer(listed.MsgId, listed.GroupId, listed.InstanceId, listed.RegionId, listed.StoreTimestamp) with
        {
            Label = MessageLabel.Of(listed.Topic, listed.Tag, listed.Key),
            BornTime = listed.BornTime?.ToUniversalTime(),
        };

    private MessageReference Read(InputMembers members)
    {
        var msgId = members.Text("MsgId");
        var messageId = members.Text("MessageId");
        if (msgId is not null && messageId is not null && msgId != messageId)
        {
            throw new CommandException(
                ErrorId.UnreadableInput, $"The input object names two messages: MsgId '{Printable.Brief(msgId)}' and MessageId '{Printable.Brief(messageId)}'.");
        }

        var planned = PlanRow.Of(members);
        var message = Refer(
            msgId ?? messageId, members.Text("GroupId"), members.Text("InstanceId"), members.Text("RegionId"), members.Moment("StoreTimestamp"));
        return message with
        {
            ListedAt = planned is { IsSent: true } ? ListedAt(members.Input, message) : null,
            LeftOut = planned is { IsSent: false } row ? row.Words : null,
            Label = MessageLabel.Of(members.Shown("Topic"), members.Shown("Tag"), TextList.Read(members.Shown("Key"))),
            BornTime = members.TimeIfAny("BornTime"),
        };
    }

    // Of a plan that was made in this session from a listing; a file proves nothing. Where a script has replaced properties of the row, it may name
    // another message, of which nothing was listed.
    private Moment? ListedAt(object input, MessageReference message) =>
        input is ResendResult planned && planned.Realm == connection.Realm && planned.MsgId == message.MsgId && planned.GroupId == message.GroupId
            && planned.InstanceId == message.InstanceId && planned.StoreTimestamp == message.StoreTimestamp ? planned.ListedAt : null;

    private MessageReference Refer(string? msgId, string? group, string? instance, string? region, long? storeTimestamp)
    {
        if (string.IsNullOrEmpty(msgId))
            throw new CommandException(ErrorId.MissingMsgId, "No message ID was given, or it is empty.");
        if (!MessageIdRule.IsWellFormed(msgId))
        {
            throw new CommandException(
                ErrorId.InvalidMsgId,
                $"'{Printable.Brief(msgId)}' is no message ID: one has up to {MessageIdRule.MaxLength} letters, digits and the marks - _ . : and no asterisks, which mask an ID.",
                msgId);
        }

        RefuseMismatch(ErrorId.GroupMismatch, "group", msgId, group, _groupId, StringComparison.Ordinal);
        RefuseMismatch(ErrorId.InstanceMismatch, "instance", msgId, instance, _instanceId, StringComparison.Ordinal);
        // Objects from the journal have the journal's name of the service.
        if (region is null || !Realm.Covers(connection.Realm, region))
            RefuseMismatch(ErrorId.RegionMismatch, "region", msgId, region, connection.RegionId, StringComparison.OrdinalIgnoreCase);

        if ((group ?? _groupId) is not { } named)
            throw new CommandException(ErrorId.MissingGroupId, $"Message {msgId} has no consumer group.", msgId);
        if (!GroupIdRule.IsWellFormed(named))
            throw new CommandException(ErrorId.InvalidGroupId, $"The consumer group of message {msgId} is not valid: '{Printable.Brief(named)}'.", msgId);

        // A group may be written with its instance before it; then the message belongs to that instance.
        var own = MessageKey.InstanceOf(named);
        RefuseMismatch(ErrorId.InstanceMismatch, "instance", msgId, own, instance ?? _instanceId, StringComparison.OrdinalIgnoreCase);
        return new MessageReference(connection.RegionId, instance ?? _instanceId ?? own ?? connection.InstanceId, named, msgId, storeTimestamp);
    }

    private static void RefuseMismatch(ErrorId id, string what, string msgId, string? own, string? wanted, StringComparison comparison)
    {
        if (own is not null && wanted is not null && !string.Equals(own, wanted, comparison))
            throw new CommandException(id, $"Message {msgId} is of {what} '{Printable.Brief(own)}' and not of '{Printable.Brief(wanted)}'; it is not sent.", msgId);
    }
}
