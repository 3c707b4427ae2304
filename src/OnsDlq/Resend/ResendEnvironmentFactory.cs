using OnsDlq.Connection;
using OnsDlq.Holders;
using OnsDlq.Journal;
using OnsDlq.Sessions;

namespace OnsDlq.Resend;

/// <summary>Makes what the runs of this process work with.</summary>
internal static class ResendEnvironmentFactory
{
    /// <summary>Makes what a run works with that sends over a connection.</summary>
    public static ResendEnvironment CreateToSend(OnsDlqConnection connection, IResendJournal journal) =>
        CreateToDecide(connection, journal) with { Journal = journal };

    /// <summary>Makes what a run works with that only tells what it would send: it writes nothing.</summary>
    public static ResendEnvironment CreateToDecide(OnsDlqConnection connection, IMessageHistories histories) => new()
    {
        Client = connection.Client,
        Clock = connection.Clock,
        Realm = connection.Realm,
        Histories = histories,
        Holder = HolderIdentity.OfThisProcess.Current,
        IsProvenDead = HolderIdentity.OfThisProcess.IsProvenDead,
        User = CurrentUser.Name,
        Ids = new TimeOrderedIds(TimeProvider.System),
        Time = TimeProvider.System,
    };
}
