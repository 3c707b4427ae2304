using System.Management.Automation.Runspaces;
using OnsDlq.Commands;
using OnsDlq.Connection;
using OnsDlq.Operations;
using OnsDlq.TestKit.Journal;
using OnsDlq.TestKit.ModuleHost;
using OnsDlq.TestKit.Services;
using OnsDlq.Transport;

namespace OnsDlq.Tests.Resend;

/// <summary>A session of the real engine with Invoke-OnsDlqResend in it and a connection <c>$c</c> to a service that the test simulates.</summary>
internal sealed class ResendSession : ModuleSession
{
    public const string Group = "GID_orders";
    public const string Instance = "MQ_INST_1";
    public const string Region = "cn-hangzhou";

    private readonly OnsDlqConnection _connection;

    /// <summary>Opens a session.</summary>
    /// <param name="host">The host that answers prompts; null for none.</param>
    /// <param name="instanceId">The connection's default instance.</param>
    /// <param name="acceptAll">Whether every resend is accepted at once, or waits for the test.</param>
    /// <param name="connection">A connection to another simulated service.</param>
    /// <param name="journal">The journal; by default a new one.</param>
    public ResendSession(
        ScriptedHost? host = null, string? instanceId = Instance, bool acceptAll = true, OnsDlqConnection? connection = null,
        ConnectionJournal? journal = null)
        : base(null, host, AddCommands)
    {
        if (acceptAll)
            Answer(message => new ResendAnswer("R-" + message.MsgId, null, null, [], 1));
        _connection = connection ?? new OnsDlqConnection(
            Region, instanceId, new Uri("http://127.0.0.1:1"), "test", Client, KnownClock(), journal ?? MemoryJournalOpener.Connect());
        Set("c", _connection);
        Set("stopping", Stopping);
    }

    public GatedDeadLetterClient Client { get; } = new();

    /// <summary>Completes when the pipeline that contains <c>Test-StopProbe -Signal $stopping</c> is being stopped.</summary>
    public TaskCompletionSource Stopping { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The IDs that were sent, in alphabetical order.</summary>
    public IEnumerable<string> Sent => Client.Sent.Keys.Order(StringComparer.Ordinal);

    /// <summary>Answers every resend at once.</summary>
    public void Answer(Func<OnsDlq.Messages.MessageReference, ResendAnswer> answer) => Client.Script = async (message, _, _) =>
    {
        await Task.Yield();
        return answer(message);
    };

    /// <summary>Closes the connection, as another session that shares it may do at any time.</summary>
    public void CloseConnection() => _connection.Dispose();

    private static void AddCommands(InitialSessionState state)
    {
        state.Commands.Add(new SessionStateCmdletEntry("Invoke-OnsDlqResend", typeof(InvokeOnsDlqResendCommand), null));
        state.Commands.Add(new SessionStateCmdletEntry("Get-OnsDlqMessage", typeof(GetOnsDlqMessageCommand), null));
        state.Commands.Add(new SessionStateCmdletEntry("Test-StopProbe", typeof(TestStopProbeCommand), null));
    }

    /// <summary>A service's clock that is known, as after any answer of the service.</summary>
    private static ServiceClock KnownClock()
    {
        var clock = new ServiceClock(TimeProvider.System);
        var now = TimeProvider.System.GetUtcNow();
        clock.Note(now, now, now);
        return clock;
    }
}
