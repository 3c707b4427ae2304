using OnsDlq.Connection;
using OnsDlq.Holders;
using OnsDlq.Journal;

namespace OnsDlq.Resend;

/// <summary>What runs of this process work with.</summary>
internal static class RunEnvironment
{
    /// <summary>Who works here, as the journal keeps it: user@machine.</summary>
    public static string User => $"{Environment.UserName}@{Environment.MachineName}";

    /// <summary>What a run over a connection works with.</summary>
    public static ResendEnvironment Of(OnsDlqConnection connection, IResendJournal journal) => new()
    {
        Client = connection.Client,
        Clock = connection.Clock,
        Realm = connection.Realm,
        Journal = journal,
        Holder = HolderIdentity.OfThisProcess.Current,
        IsProvenDead = HolderIdentity.OfThisProcess.IsProvenDead,
        User = User,
        Ids = new TimeOrderedIds(TimeProvider.System),
        Time = TimeProvider.System,
    };
}
