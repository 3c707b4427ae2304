using OnsDlq.Connection;
using OnsDlq.Messages;
using OnsDlq.TestKit.Journal;
using OnsDlq.TestKit.ModuleHost;
using OnsDlq.TestKit.Services;
using OnsDlq.Transport;

namespace OnsDlq.Tests.Commands;

/// <summary>A session of the real engine with the built module in it and a connection <c>$c</c> to dead letters in memory.</summary>
internal sealed class CommandSession : ModuleSession
{
    public CommandSession(params DeadLetter[] entries) : this(MemoryJournalOpener.Connect(), entries)
    {
    }

    public CommandSession(ConnectionJournal journal, params DeadLetter[] entries) : this(journal, new ServiceClock(TimeProvider.System), entries)
    {
    }

    public CommandSession(ConnectionJournal journal, ServiceClock clock, params DeadLetter[] entries)
        : base(typeof(OnsDlq.Commands.GetOnsDlqMessageCommand).Assembly.Location)
    {
        Client = new PagedClient(entries);
        Set("c", new OnsDlqConnection(
            "cn-hangzhou", "MQ_INST_1", new Uri("https://ons.example/"), "a test", Client, clock, journal));
    }

    public PagedClient Client { get; }

    /// <summary>Dead letters of the last hours, so that they are in the default range.</summary>
    public static DeadLetter[] Recent(int count, string groupId = "GID_a")
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        return [.. Enumerable.Range(1, count).Select(i => new DeadLetter($"M{i}", groupId, "MQ_INST_1", "cn-hangzhou", now - (count - i + 60) * 1000L))];
    }
}
