using System.Management.Automation;
using System.Net;
using System.Security;
using OnsDlq.Binding;
using OnsDlq.Commands.Bases;
using OnsDlq.Completion;
using OnsDlq.Connection;
using OnsDlq.Credentials;
using OnsDlq.Rehearsal;
using OnsDlq.Sessions;
using OnsDlq.Signing;

namespace OnsDlq.Commands;

/// <summary>Chooses the account, the region and the default instance that the session works with.</summary>
[Cmdlet(VerbsCommunications.Connect, "OnsDlq", DefaultParameterSetName = ChainSet)]
[OutputType(typeof(OnsDlqConnection))]
public sealed class ConnectOnsDlqCommand : OnsDlqCommand
{
    private const string ChainSet = "Environment";
    private const string ProfileSet = "Profile";
    private const string KeySet = "Credential";
    private const string SandboxSet = "Sandbox";

    /// <summary>The region, such as cn-hangzhou; without it the profile's, or that of ALIBABA_CLOUD_REGION_ID.</summary>
    [Parameter(Position = 0, ParameterSetName = ChainSet)]
    [Parameter(Position = 0, ParameterSetName = ProfileSet)]
    [Parameter(Position = 0, ParameterSetName = KeySet)]
    [ArgumentCompleter(typeof(RegionCompleter))]
    public string? RegionId { get; set; }

    /// <summary>The default instance, used where a command names none.</summary>
    [Parameter(Position = 1)]
    [ArgumentCompleter(typeof(InstanceCompleter))]
    public string? InstanceId { get; set; }

    /// <summary>The profile of the aliyun command line, in ~/.aliyun/config.json, whose keys are used.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ProfileSet)]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    public string? ProfileName { get; set; }

    /// <summary>The access key: its ID as the user name, its secret as the password.</summary>
    [Parameter(Mandatory = true, ParameterSetName = KeySet)]
    [Credential]
    public PSCredential? Credential { get; set; }

    /// <summary>The security token that belongs to a temporary access key.</summary>
    [Parameter(ParameterSetName = KeySet)]
    public SecureString? SecurityToken { get; set; }

    /// <summary>
    /// The host or https address to call in place of the region's own; without it that of ONSDLQ_ENDPOINT. Together with -RegionId, the journal
    /// treats it as an address of that region, unless it is on this machine.
    /// </summary>
    [Parameter(ParameterSetName = ChainSet)]
    [Parameter(ParameterSetName = ProfileSet)]
    [Parameter(ParameterSetName = KeySet)]
    public string? Endpoint { get; set; }

    /// <summary>Calls the region's host inside a VPC.</summary>
    [Parameter(ParameterSetName = ChainSet)]
    [Parameter(ParameterSetName = ProfileSet)]
    [Parameter(ParameterSetName = KeySet)]
    public SwitchParameter Vpc { get; set; }

    /// <summary>
    /// The journal that prevents a message from being sent twice: the path of a file, or the postgresql:// address of a database, without a
    /// password; without it that of ONSDLQ_JOURNAL, or your own file. It is created when it is first needed.
    /// </summary>
    [Parameter(ParameterSetName = ChainSet)]
    [Parameter(ParameterSetName = ProfileSet)]
    [Parameter(ParameterSetName = KeySet)]
    [ValidateNotNullOrEmpty]
    public string? Journal { get; set; }

    /// <summary>
    /// Creates the journal so that the members of a group can use it together: those of the group of its folder, which has to exist with mode
    /// 2770. A journal that exists is checked. On Windows the access list of the folder decides instead.
    /// </summary>
    [Parameter(ParameterSetName = ChainSet)]
    [Parameter(ParameterSetName = ProfileSet)]
    [Parameter(ParameterSetName = KeySet)]
    public SwitchParameter SharedJournal { get; set; }

    /// <summary>
    /// Joins the rehearsal that another window started with Start-OnsDlqSandbox, which shows this number: the port of its sandbox. Both windows
    /// then have one journal.
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = SandboxSet)]
    [ArgumentCompleter(typeof(SandboxCompleter))]
    [ValidateRange(1, 65535)]
    public int Sandbox { get; set; }

    /// <summary>Emits the connection, which can be passed to commands with -Connection.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void End()
    {
        var request = ParameterSetName == SandboxSet ? Joined() : new ConnectionRequest
        {
            Credentials = new CredentialsRequest(Key(), ProfileName),
            RegionId = RegionId,
            InstanceId = InstanceId,
            Endpoint = Endpoint,
            Vpc = Vpc,
            Journal = JournalPath.Of(this, Journal),
            JournalIsShared = SharedJournal,
        };
        var connection = Bridge.Run(token => Connector.ConnectAsync(request, token));
        Session.Current.Use(connection);
        Tell(connection);
        WriteVerbose($"Connected to {connection.Endpoint.Authority} in {connection.RegionId} with {connection.CredentialSource}.");
        if (!PassThru) return;
        connection.Give();
        WriteObject(connection);
    }

    private ConnectionRequest Joined()
    {
        var port = Sandbox;
        return JoinFile.Require(port).Request with { InstanceId = InstanceId, RefuseEnded = () => JoinFile.Require(port) };
    }

    // [pscredential]::Empty has neither user name nor password.
    private AccessKey? Key() => Credential is null
        ? null
        : new AccessKey(Credential.UserName ?? "", Plain(Credential.Password) ?? "", Plain(SecurityToken));

    private static string? Plain(SecureString? secret) => secret is null ? null : new NetworkCredential("", secret).Password;
}
