using System.Management.Automation;
using OnsDlq.Connection;
using OnsDlq.Pipeline;
using OnsDlq.Sessions;

namespace OnsDlq.Commands;

/// <summary>Shows the session's current connection; nothing where there is none.</summary>
[Cmdlet(VerbsCommon.Get, "OnsDlqConnection")]
[OutputType(typeof(OnsDlqConnection))]
public sealed class GetOnsDlqConnectionCommand : OnsDlqCommand
{
    /// <inheritdoc/>
    protected override void End()
    {
        if (Session.Current.Choose() is not { } connection) return;
        connection.Give();
        WriteObject(connection);
    }
}
