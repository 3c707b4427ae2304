using System.Management.Automation;
using OnsDlq.Connection;
using OnsDlq.Messages;
using OnsDlq.TestKit.Journal;
using OnsDlq.TestKit.ModuleHost;
using OnsDlq.TestKit.Services;
using OnsDlq.Transport;

namespace OnsDlq.Tests.Discovery;

/// <summary>A session of the real engine with the built module in it and a connection <c>$c</c> to a directory and to bodies in memory.</summary>
internal sealed class DiscoverySession : IDisposable
{
    private readonly ModuleSession _session = ModuleSession.Open(typeof(OnsDlq.Commands.GetOnsDlqGroupCommand).Assembly.Location);

    public DiscoverySession(string? instanceId = "MQ_INST_1", params DeadLetter[] letters)
    {
        var client = new PagedClient(letters);
        _session.Set("c", new OnsDlqConnection(
            "cn-hangzhou", instanceId, new Uri("https://ons.example/"), "a test", client, new ServiceClock(TimeProvider.System), MemoryJournalOpener.Connect())
        {
            Discovery = Directory,
            Bodies = Bodies,
        });
    }

    public PlayedDirectory Directory { get; } = new();

    public PlayedBodies Bodies { get; } = new();

    public void Set(string variable, object? value) => _session.Set(variable, value);

    public Task<ModuleRun> RunAsync(string script) => _session.RunAsync(script, TestContext.Current.CancellationToken);

    public ModuleInvocation Start(string script, PSDataCollection<PSObject>? input = null) => _session.Start(script, input);

    /// <summary>What the engine offers for what was typed. Where a completer offers nothing, it offers files.</summary>
    public async Task<IReadOnlyList<string>> CompleteAsync(string typed)
    {
        _session.Set("typed", typed);
        var run = await RunAsync(
            "@((TabExpansion2 $typed $typed.Length).CompletionMatches | Where-Object ResultType -EQ ParameterValue | ForEach-Object CompletionText)");
        Assert.Null(run.Failure);
        Assert.Empty(run.Errors);
        Assert.Empty(run.Warnings);
        return run.OutputAs<string>();
    }

    public void Dispose() => _session.Dispose();
}
