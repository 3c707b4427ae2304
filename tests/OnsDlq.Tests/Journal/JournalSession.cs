using OnsDlq.Commands;
using OnsDlq.Connection;
using OnsDlq.TestKit.Journal;
using OnsDlq.TestKit.ModuleHost;
using OnsDlq.TestKit.Services;

namespace OnsDlq.Tests.Journal;

/// <summary>A session of the real engine with the built module in it and a connection <c>$c</c> whose journal the test holds.</summary>
internal sealed class JournalSession : ModuleSession
{
    private readonly OnsDlqConnection _connection;

    /// <summary>Opens a session.</summary>
    /// <param name="host">Who is asked; null for somebody who is not to be asked.</param>
    /// <param name="connection">The connection; null for one that nobody answers on.</param>
    /// <param name="instanceId">The default instance of that one.</param>
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

    /// <summary>Runs a script that is to raise no error.</summary>
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
