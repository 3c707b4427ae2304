using System.Collections;
using System.Globalization;
using System.Management.Automation;
using OnsDlq.Binding;
using OnsDlq.Errors;
using OnsDlq.Formatting;
using OnsDlq.Messages;

namespace OnsDlq.Saving;

/// <summary>
/// Reads a dead letter that was saved: a row of CSV, JSON, or an object from Clixml or a job. Whoever can write the file can write anything into
/// it, so every value is checked and every text is cleaned.
/// </summary>
/// <remarks>It is not a listed one: nothing in a file proves that the service showed it, so it is looked up before it is resent.</remarks>
internal sealed class SavedMessage
{
    // RocketMQ allows 4 MiB; Base64 makes a third more of it.
    private const int LongestBody = 8 * 1024 * 1024;
    private const int LongestList = SafeText.LongestProperty;
    private readonly InputMembers _members;

    private SavedMessage(PSObject saved) => _members = new InputMembers(saved);

    /// <summary>Reads one; throws where it names no message or has a value of the wrong kind.</summary>
    /// <exception cref="CommandException">It is not a dead letter, and why.</exception>
    public static DeadLetter Read(PSObject saved) => new SavedMessage(saved).Read();

    private DeadLetter Read()
    {
        var msgId = _members.Text("MsgId") ?? throw new CommandException(ErrorId.MissingMsgId, "The object has no message ID.");
        if (!MessageIdRule.IsWellFormed(msgId))
            throw new CommandException(ErrorId.InvalidMsgId, $"'{Printable.Brief(msgId)}' is no message ID.");
        var group = _members.Text("GroupId") ?? throw new CommandException(ErrorId.MissingGroupId, $"Message {msgId} has no consumer group.");
        if (!GroupIdRule.IsWellFormed(group))
            throw new CommandException(ErrorId.InvalidGroupId, $"The consumer group of message {msgId} is not valid: '{Printable.Brief(group)}'.");
        var stored = _members.Moment("StoreTimestamp") ?? _members.Moment("StoreTime")
            ?? throw InputMembers.Unreadable($"message {msgId} has no StoreTimestamp.");
        var properties = _members.Pairs("Properties", LongestList);
        var message = new DeadLetter(msgId, group, Name("InstanceId"), Name("RegionId") ?? "", stored)
        {
            Topic = Name("Topic"),
            Tag = Name("Tag"),
            Key = [.. _members.Texts("Key", LongestList)],
            BornTime = Time("BornTime"),
            ReconsumeTimes = Number("ReconsumeTimes"),
            BornHost = Name("BornHost"),
            StoreHost = Name("StoreHost"),
            StoreSize = Number("StoreSize"),
            BodyCrc = Number("BodyCrc"),
            Properties = properties,
        };
        if (Number("Round") is { } round) message = message.WithResend(round, State(), Time("LastResendTime"));
        if (Verdict() is { } verdict) message = message.WithVerdict(verdict);
        if (Name("BlockedBy") is { } by) message = message.WithBlock(by, Name("BlockReason") ?? "", Time("BlockedUntil"));
        if (Number("EntryCount") is > 0 and var count) message = message.OfMany(count);
        if (Time("ArchivedAt") is { } archived) message = message.AsArchived(archived);
        return Body() is { } body ? message.WithBody(body) : message;
    }

    private string? Name(string member) => _members.Text(member) is { } text ? SafeText.Of(text, SafeText.LongestName) : null;

    private DateTimeOffset? Time(string member) =>
        _members.Moment(member) is { } ms ? DateTimeOffset.FromUnixTimeMilliseconds(ms).ToLocalTime() : null;

    private int? Number(string member) => _members.Text(member) switch
    {
        null => null,
        var text when ExactNumber.Of(text) is { } number and <= int.MaxValue => (int)number,
        var text => throw InputMembers.Unreadable($"{member} is no number: '{Printable.Brief(text)}'."),
    };

    private ResendStatus? State() => _members.Text("ResendState") switch
    {
        null => null,
        var text when Enum.GetNames<ResendStatus>().Contains(text, StringComparer.OrdinalIgnoreCase) => Enum.Parse<ResendStatus>(text, ignoreCase: true),
        var text => throw InputMembers.Unreadable($"'{Printable.Brief(text)}' is no status."),
    };

    private EvidenceVerdict? Verdict() => _members.Text("Verdict") switch
    {
        null => null,
        var text when Enum.GetNames<EvidenceVerdict>().Contains(text, StringComparer.OrdinalIgnoreCase) => Enum.Parse<EvidenceVerdict>(text, ignoreCase: true),
        var text => throw InputMembers.Unreadable($"'{Printable.Brief(text)}' is no verdict."),
    };

    private byte[]? Body()
    {
        switch (_members.Value("Body"))
        {
            case null: return null;
            case byte[] bytes when bytes.Length <= LongestBody: return bytes;
            case string { Length: 0 }: return null;
            case string { Length: <= LongestBody } text when Decode(text) is { } bytes: return bytes;
            case IList { Count: <= LongestBody } numbers when Bytes(numbers) is { } bytes: return bytes;
            default: throw InputMembers.Unreadable("Body is neither bytes nor Base64, or it is longer than a message can be.");
        }
    }

    private static byte[]? Decode(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) ? bytes[..length] : null;
    }

    // Select-Object with ConvertTo-Json writes bytes as numbers.
    private static byte[]? Bytes(IList numbers)
    {
        var bytes = new byte[numbers.Count];
        for (var index = 0; index < bytes.Length; index++)
        {
            var number = numbers[index] is PSObject wrapped ? wrapped.BaseObject : numbers[index];
            if (number is not (byte or int or long)) return null;
            if (Convert.ToInt64(number, CultureInfo.InvariantCulture) is not (>= 0 and <= byte.MaxValue and var value)) return null;
            bytes[index] = (byte)value;
        }

        return bytes;
    }
}
