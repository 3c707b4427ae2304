using OnsDlq.Connection;
using OnsDlq.Holders;
using OnsDlq.Journal;
using OnsDlq.Sessions;

namespace OnsDlq.Resend;

/// <summary>Makes the environment of resend runs.</summary>
internal static class ResendEnvironmentFactory
{
    /// <summary>Makes the environment of a run that sends over a connection.</summary>
    public static ResendEnvironment CreateToSend(OnsDlqConnection connection, IResendJournal journal) =>
        CreateToDecide(connection, journal) with { Journal = journal, Consumers = connection.Consumers };

    /// <summary>Makes the environment of a run under -WhatIf, which writes nothing.</summary>
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
