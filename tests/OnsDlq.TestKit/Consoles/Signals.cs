using System.Diagnostics;
using System.Globalization;

namespace OnsDlq.TestKit.Consoles;

/// <summary>Sends signals to processes, as a service manager or a terminal does.</summary>
public static class Signals
{
    /// <summary>Sends a signal; false where there is no such process any more.</summary>
    /// <param name="processId">The process that hosts the engine.</param>
    /// <param name="signal">Its name, such as <c>TERM</c>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<bool> TrySendAsync(int processId, string signal, CancellationToken cancellationToken)
    {
        using var kill = Process.Start("kill", [$"-{signal}", processId.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(cancellationToken);
        return kill.ExitCode == 0;
    }
}
