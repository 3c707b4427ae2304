using OnsDlq.Connection;
using OnsDlq.Journal;

namespace OnsDlq.Resend;

/// <summary>Resends without a journal: every message is sent, and nothing is kept, until connections have a journal.</summary>
internal static class Unrecorded
{
    /// <summary>What a run works with.</summary>
    public static ResendEnvironment Environment(OnsDlqConnection connection) => new()
    {
        Client = connection.Client,
        Clock = connection.Clock,
        Realm = connection.Realm,
        Journal = new NoJournal(),
        Holder = new("", "", "", 0, 0),
        IsProvenDead = _ => false,
        User = "",
        Ids = new TimeOrderedIds(TimeProvider.System),
        Time = TimeProvider.System,
    };

    /// <summary>The decision to send.</summary>
    public static GuardedMessage Decide(MessageReference message) => new(
        message,
        MessageHistory.None(new("", message.InstanceId ?? "", message.GroupId, message.MsgId)),
        [],
        new(null, 1, [], []));
}
