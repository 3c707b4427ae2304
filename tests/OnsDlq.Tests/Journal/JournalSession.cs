using OnsDlq.Commands;
using OnsDlq.Connection;
using OnsDlq.TestKit.Journal;
using OnsDlq.TestKit.ModuleHost;
using OnsDlq.TestKit.Services;

namespace OnsDlq.Tests.Journal;

/// <summary>A session of the real engine with the built module in it and a connection <c>$c</c> whose journal the test owns.</summary>
internal sealed class JournalSession : ModuleSession
{
    private readonly OnsDlqConnection _connection;

    /// <summary>Opens a session.</summary>
    /// <param name="host">The host that answers prompts; null for one that must not be asked.</param>
    /// <param name="connection">The connection; null for one to a service that does not answer.</param>
    /// <param name="instanceId">The connection's default instance.</param>
    public JournalSession(ScriptedHost? host = null, OnsDlqConnection? connection = null, string? instanceId = "MQ_INST_1")
        : base(typeof(GetOnsDlqResendCommand).Assembly.Location, host)
    {
        Stage = new(TimeProvider.System.GetUtcNow());
        Opener = new(Stage.Journal);
        _connection = connection ?? new OnsDlqConnection(
            "cn-hangzhou", instanceId, new Uri("https://ons.cn-hangzhou.aliyuncs.com/"), "a test", Client, Stage.Clock, Opener.Connect());
        Set("c", _connection);
    }

    public AttemptStage Stage { get; }

    public MemoryJournalOpener Opener { get; }

    public GatedDeadLetterClient Client { get; } = new();

    /// <summary>Runs a script that must not write an error.</summary>
    public async Task<IReadOnlyList<T>> GetAsync<T>(string script)
    {
        var run = await RunAsync(script);
        RunAssert.NoErrors(run);
        return run.OutputAs<T>();
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing) _connection.Dispose();
    }
}
