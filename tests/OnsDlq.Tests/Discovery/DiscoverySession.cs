using OnsDlq.Connection;
using OnsDlq.Messages;
using OnsDlq.TestKit.Journal;
using OnsDlq.TestKit.ModuleHost;
using OnsDlq.TestKit.Services;
using OnsDlq.Transport;

namespace OnsDlq.Tests.Discovery;

/// <summary>A session of the real engine with the built module in it and a connection <c>$c</c> to instances, groups and bodies in memory.</summary>
internal sealed class DiscoverySession : ModuleSession
{
    public DiscoverySession(string? instanceId = "MQ_INST_1", params DeadLetter[] letters)
        : base(typeof(OnsDlq.Commands.GetOnsDlqGroupCommand).Assembly.Location)
    {
        Client = new PagedClient(letters);
        Set("c", new OnsDlqConnection(
            "cn-hangzhou", instanceId, new Uri("https://ons.example/"), "a test", Client, new ServiceClock(TimeProvider.System), MemoryJournalOpener.Connect())
        {
            Discovery = Directory,
            Bodies = Bodies,
        });
    }

    public PagedClient Client { get; }

    public PlayedDirectory Directory { get; } = new();

    public PlayedBodies Bodies { get; } = new();

    /// <summary>The completions that the engine offers for a typed text. If a completer offers nothing, the engine offers files.</summary>
    public async Task<IReadOnlyList<string>> CompleteAsync(string typed)
    {
        Set("typed", typed);
        var run = await RunAsync(
            "@((TabExpansion2 $typed $typed.Length).CompletionMatches | Where-Object ResultType -EQ ParameterValue | ForEach-Object CompletionText)");
        RunAssert.NoErrorsOrWarnings(run);
        return run.OutputAs<string>();
    }
}
