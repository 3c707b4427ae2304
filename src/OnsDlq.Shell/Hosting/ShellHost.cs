using System.Globalization;
using System.Management.Automation.Host;
using System.Security.Cryptography;
using OnsDlq.Shell.CommandLine;

namespace OnsDlq.Shell.Hosting;

/// <summary>The host that the engine sees.</summary>
internal sealed class ShellHost(ShellUserInterface ui) : PSHost
{
    /// <summary>Runs a prompt inside the command that waits; set once the session exists.</summary>
    public Action NestedPrompt { get; set; } = () => { };

    /// <summary>Ends the innermost nested prompt.</summary>
    public Action LeaveNestedPrompt { get; set; } = () => { };

    /// <summary>The code given to <c>exit</c>; null until then.</summary>
    public int? ExitCode { get; private set; }

    /// <inheritdoc/>
    public override string Name => "OnsDlq Shell";

    /// <inheritdoc/>
    public override Version Version { get; } = Version.Parse(Usage.Version.Split('-', '+')[0]);

    /// <inheritdoc/>
    public override Guid InstanceId { get; } = new(RandomNumberGenerator.GetBytes(16));

    /// <inheritdoc/>
    public override PSHostUserInterface UI => ui;

    /// <inheritdoc/>
    public override CultureInfo CurrentCulture => CultureInfo.CurrentCulture;

    /// <inheritdoc/>
    public override CultureInfo CurrentUICulture => CultureInfo.CurrentUICulture;

    /// <inheritdoc/>
    public override void EnterNestedPrompt() => NestedPrompt();

    /// <inheritdoc/>
    public override void ExitNestedPrompt() => LeaveNestedPrompt();

    /// <inheritdoc/>
    public override void SetShouldExit(int exitCode) => ExitCode = exitCode;

    /// <summary>Console programs share the terminal as it is: there is nothing to save.</summary>
    public override void NotifyBeginApplication()
    {
    }

    /// <summary>Console programs share the terminal as it is: there is nothing to restore.</summary>
    public override void NotifyEndApplication()
    {
    }
}
