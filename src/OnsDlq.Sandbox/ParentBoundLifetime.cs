using System.Runtime.InteropServices;
using Microsoft.Extensions.Hosting;

namespace OnsDlq.Sandbox;

/// <summary>
/// The lifetime of a sandbox that ends with its parent process: SIGTERM ends it, Ctrl+C does not. A terminal sends Ctrl+C to every process of
/// the group, and a user who stops a pipeline with it wants to keep the sandbox.
/// </summary>
internal sealed class ParentBoundLifetime(IHostApplicationLifetime application) : IHostLifetime, IDisposable
{
    private readonly List<PosixSignalRegistration> _registrations = [];

    /// <inheritdoc/>
    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => signal.Cancel = true));
        _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
        {
            signal.Cancel = true;
            application.StopApplication();
        }));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var registration in _registrations) registration.Dispose();
    }
}
