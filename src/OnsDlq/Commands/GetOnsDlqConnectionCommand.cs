using System.Management.Automation;
using OnsDlq.Commands.Bases;
using OnsDlq.Connection;
using OnsDlq.Sessions;

namespace OnsDlq.Commands;

/// <summary>Shows the session's current connection; nothing where there is none.</summary>
[Cmdlet(VerbsCommon.Get, "OnsDlqConnection")]
[OutputType(typeof(OnsDlqConnection))]
public sealed class GetOnsDlqConnectionCommand : OnsDlqCommand
{
    /// <summary>Asks STS for the account that the access key belongs to, and shows it in AccountId. Without it no call is made.</summary>
    [Parameter]
    public SwitchParameter IncludeAccount { get; set; }

    /// <inheritdoc/>
    protected override void End()
    {
        if (Session.Current.Choose() is not { } connection) return;
        if (IncludeAccount) Bridge.Run((_, token) => connection.FindAccountAsync(token));
        connection.Give();
        WriteObject(connection);
    }
}
