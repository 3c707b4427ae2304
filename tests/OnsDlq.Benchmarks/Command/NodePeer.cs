using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using OnsDlq.Benchmarks.Measuring;
using OnsDlq.Messages;

namespace OnsDlq.Benchmarks.Command;

/// <summary>The official Node client (<c>@alicloud/openapi-client</c>) in a process of its own: without a journal, a pace or a look at the answer.</summary>
internal sealed class NodePeer : IAsyncDisposable
{
    private const string Packages = "@alicloud/openapi-client@0.4.15 @alicloud/tea-util@1.4.10";

    private readonly Process _process;

    private NodePeer(Process process) => _process = process;

    /// <summary>Installs and starts it; says so and gives null where there is no Node, or the packages cannot be had.</summary>
    public static async Task<NodePeer?> StartAsync(SandboxAddress sandbox)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "node-peer");
        try
        {
            if (!Directory.Exists(Path.Combine(folder, "node_modules"))) await InstallAsync(folder);
            var options = JsonSerializer.Serialize(new
            {
                endpoint = sandbox.Endpoint.Authority,
                id = sandbox.Key.Id,
                secret = sandbox.Key.Secret,
                region = sandbox.RegionId,
                instance = SandboxAddress.Instance,
                group = SandboxAddress.Group,
            });
            var peer = new NodePeer(Start("node", [Path.Combine(AppContext.BaseDirectory, "Command", "NodePeer.mjs"), folder, options]));
            await peer.ReadAsync();
            return peer;
        }
        catch (Exception trouble) when (trouble is Win32Exception or InvalidOperationException)
        {
            Figures.Say($"SKIPPED: the official Node client, which cannot be run here: {trouble.Message}");
            return null;
        }
    }

    /// <summary>Resends messages.</summary>
    public async Task<Throughput> MeasureAsync(IReadOnlyList<MessageReference> messages, int inFlight)
    {
        await _process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(new { ids = messages.Select(message => message.MsgId), inFlight }));
        await _process.StandardInput.FlushAsync();
        using var told = JsonDocument.Parse(await ReadAsync());
        return new(
            messages.Count / told.RootElement.GetProperty("ms").GetDouble() * 1000,
            told.RootElement.GetProperty("processor").GetDouble() * 1000 / messages.Count);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static async Task InstallAsync(string folder)
    {
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, "package.json"), "{}");
        using var npm = Start("npm", ["install", "--no-audit", "--no-fund", "--prefix", folder, .. Packages.Split(' ')]);
        var output = npm.StandardOutput.ReadToEndAsync();
        await npm.WaitForExitAsync();
        if (npm.ExitCode != 0) throw new InvalidOperationException($"npm ended with {npm.ExitCode}. {await output}");
    }

    private static Process Start(string program, IEnumerable<string> arguments) => Process.Start(new ProcessStartInfo(program, arguments)
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
    })!;

    private async Task<string> ReadAsync() =>
        await _process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("node has ended.");
}
