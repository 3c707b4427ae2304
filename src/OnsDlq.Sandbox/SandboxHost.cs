using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OnsDlq.Sandbox.Control;
using OnsDlq.Sandbox.Identity;
using OnsDlq.Sandbox.Protocol;

namespace OnsDlq.Sandbox;

/// <summary>A running sandbox, in a process of its own or in a test.</summary>
internal sealed class SandboxHost : IAsyncDisposable
{
    private readonly WebApplication _application;

    private SandboxHost(WebApplication application, SandboxOptions options, StoredKey key, SandboxClock clock)
    {
        _application = application;
        Options = options;
        Key = key;
        Clock = clock;
    }

    public SandboxOptions Options { get; }

    /// <summary>The account's own key, which has all permissions.</summary>
    public StoredKey Key { get; }

    /// <summary>The service's clock.</summary>
    public SandboxClock Clock { get; }

    /// <summary>The root URL, without a trailing slash.</summary>
    public string Endpoint => _application.Urls.First();

    /// <summary>The URL of the control API.</summary>
    public string ControlEndpoint => Endpoint + SandboxComposition.ControlPath;

    /// <summary>The line of JSON that gives a parent process the addresses and the key.</summary>
    public string ReadyLine => JsonSerializer.Serialize(new
    {
        endpoint = Endpoint,
        control = ControlEndpoint,
        regionId = Options.RegionId,
        accessKeyId = Key.AccessKeyId,
        accessKeySecret = Key.Secret,
    });

    /// <summary>Starts a sandbox.</summary>
    /// <exception cref="IOException">The port is in use.</exception>
    /// <exception cref="SandboxInputException">The seed cannot be used; the message is for the user.</exception>
    public static async Task<SandboxHost> StartAsync(
        SandboxOptions options, TimeProvider time, RandomNumberGenerator randomness, CancellationToken cancellationToken = default)
    {
        var application = Build(options.Port, options.StopsWithParent);
        try
        {
            var parts = SandboxComposition.Create(options, time, randomness, application.Lifetime.ApplicationStopping);
            parts.Map(application);
            await application.StartAsync(cancellationToken);
            return new SandboxHost(application, options, parts.Key, parts.Clock);
        }
        catch
        {
            await application.DisposeAsync();
            throw;
        }
    }

    public void Stop() => _application.Lifetime.StopApplication();

    /// <summary>Runs until something asks the sandbox to stop: <see cref="Stop"/>, SIGTERM or Ctrl+C.</summary>
    public Task WaitAsync() => _application.WaitForShutdownAsync();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _application.StopAsync();
        await _application.DisposeAsync();
    }

    // The empty builder reads no environment variables and no files, so nothing on the machine can change where the sandbox listens.
    private static WebApplication Build(int port, bool stopsWithParent)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        if (stopsWithParent) builder.Services.AddSingleton<IHostLifetime, ParentBoundLifetime>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(2));
        builder.Logging.SetMinimumLevel(LogLevel.Warning)
            .AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.AllowSynchronousIO = false;
            // Security tokens and session policies have no documented length limit, and V1 sends both in the request line.
            kestrel.Limits.MaxRequestLineSize = 64 * 1024;
            kestrel.Limits.MaxRequestBufferSize = 1024 * 1024;
            kestrel.Limits.MaxRequestHeadersTotalSize = 128 * 1024;
            kestrel.Listen(IPAddress.Loopback, port);
        });
        return builder.Build();
    }
}
