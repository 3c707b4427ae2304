using System.Management.Automation;
using OnsDlq.Commands.Bases;
using OnsDlq.Sessions;

namespace OnsDlq.Commands;

/// <summary>Closes the session's current connection.</summary>
[Cmdlet(VerbsCommunications.Disconnect, "OnsDlq")]
[OutputType(typeof(void))]
public sealed class DisconnectOnsDlqCommand : OnsDlqCommand
{
    /// <inheritdoc/>
    protected override void End() => Session.Current.Disconnect();
}
