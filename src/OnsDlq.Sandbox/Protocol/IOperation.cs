using System.Text.Json.Nodes;

namespace OnsDlq.Sandbox.Protocol;

/// <summary>One operation of the API. The protocol has already checked signature, clock, nonce, permission and quota.</summary>
internal interface IOperation
{
    /// <summary>The operation's name, as callers give it in <c>Action</c> or <c>x-acs-action</c>.</summary>
    string Action { get; }

    /// <summary>The API version it belongs to, such as 2019-02-14.</summary>
    string Version { get; }

    /// <summary>The RAM actions a caller must be allowed, such as mq:ResendDLQMessage; none means any caller may.</summary>
    IReadOnlyList<string> RamActions { get; }

    /// <summary>The HTTP methods it takes.</summary>
    IReadOnlyList<string> Methods => ["GET", "POST"];

    /// <summary>Whether it is called unsigned; its caller is then nobody.</summary>
    bool IsAnonymous => false;

    /// <summary>The RAM resource the call touches, such as acs:mq:cn-hangzhou:1234:MQ_INST_x%GID_y.</summary>
    string ResourceOf(OperationCall call);

    /// <summary>Carries the call out and gives the members of the answer; RequestId is added by the protocol.</summary>
    /// <exception cref="OperationError">The call is refused or fails the way the service words it.</exception>
    JsonObject Execute(OperationCall call);
}
