using OnsDlq.EndToEnd.Tests.Shared;
using OnsDlq.TestKit.Consoles;
using OnsDlq.TestKit.Sandbox;

[assembly: AssemblyFixture(typeof(SharedProcesses))]

namespace OnsDlq.EndToEnd.Tests.Shared;

/// <summary>Processes that are started once for all tests of this assembly, unless the test is about the process itself.</summary>
public sealed class SharedProcesses : IAsyncDisposable
{
    /// <summary>Those of the running tests.</summary>
    public static async Task<SharedProcesses> CurrentAsync() => (await TestContext.Current.GetFixture<SharedProcesses>())!;

    /// <summary>Sandboxes.</summary>
    public SandboxPool Sandboxes { get; } = new();

    /// <summary>Shells.</summary>
    internal ShellPool Shells { get; } = new();

    /// <summary>Runs a script in a shell of the running tests.</summary>
    /// <param name="script">The script; it must not end the shell.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <param name="environment">Variables of its environment, in addition to the usual ones.</param>
    public static async Task<ConsoleRun> RunScriptAsync(
        string script, CancellationToken cancellation, IReadOnlyDictionary<string, string>? environment = null) =>
        await (await CurrentAsync()).Shells.RunScriptAsync(script, cancellation, environment);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Shells.DisposeAsync();
        await Sandboxes.DisposeAsync();
    }
}
