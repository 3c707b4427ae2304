using System.Text.Json.Nodes;

namespace OnsDlq.Sandbox.Protocol;

/// <summary>One operation of the API. The protocol has already checked signature, clock, nonce, permission and quota.</summary>
internal interface IOperation
{
    /// <summary>The operation's name, as in <c>Action</c> or <c>x-acs-action</c>.</summary>
    string Action { get; }

    /// <summary>The API version it belongs to, such as 2019-02-14.</summary>
    string Version { get; }

    /// <summary>The RAM actions that a caller needs permission for, such as mq:ResendDLQMessage; none where any caller is allowed.</summary>
    IReadOnlyList<string> RamActions { get; }

    /// <summary>The HTTP methods that it accepts.</summary>
    IReadOnlyList<string> Methods => ["GET", "POST"];

    /// <summary>Whether it is called unsigned, without a caller.</summary>
    bool IsAnonymous => false;

    /// <summary>The RAM resource the call touches, such as acs:mq:cn-hangzhou:1234:MQ_INST_x%GID_y.</summary>
    string ResourceOf(OperationCall call);

    /// <summary>The RAM resource of the call's instance, where the permission to see the instance may be given, too; null where it names none.</summary>
    string? InstanceResourceOf(OperationCall call) => null;

    /// <summary>Executes the call and gives the members of the answer; the protocol adds RequestId.</summary>
    /// <exception cref="OperationError">The call is refused or fails, with an error of the service.</exception>
    JsonObject Execute(OperationCall call);
}
