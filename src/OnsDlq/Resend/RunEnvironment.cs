using OnsDlq.Connection;
using OnsDlq.Holders;
using OnsDlq.Journal;

namespace OnsDlq.Resend;

/// <summary>What runs of this process work with.</summary>
internal static class RunEnvironment
{
    /// <summary>Who works here, as the journal keeps it: user@machine.</summary>
    public static string User => $"{Environment.UserName}@{Environment.MachineName}";

    /// <summary>What a run works with that sends over a connection.</summary>
    public static ResendEnvironment ToSend(OnsDlqConnection connection, IResendJournal journal) => ToDecide(connection, journal) with { Journal = journal };

    /// <summary>What a run works with that only tells what it would send: it writes nothing.</summary>
    public static ResendEnvironment ToDecide(OnsDlqConnection connection, IMessageHistories histories) => new()
    {
        Client = connection.Client,
        Clock = connection.Clock,
        Realm = connection.Realm,
        Histories = histories,
        Holder = HolderIdentity.OfThisProcess.Current,
        IsProvenDead = HolderIdentity.OfThisProcess.IsProvenDead,
        User = User,
        Ids = new TimeOrderedIds(TimeProvider.System),
        Time = TimeProvider.System,
    };
}
