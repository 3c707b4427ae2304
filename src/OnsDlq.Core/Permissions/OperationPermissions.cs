using OnsDlq.Operations;

namespace OnsDlq.Permissions;

/// <summary>The RAM actions of all operations that the module calls (ons-api facts 1.1 to 1.14, 1.17).</summary>
internal static class OperationPermissions
{
    /// <summary>
    /// The dependent actions. Newer and older pages of the service name them differently, and both are checked on the instance, so a policy needs
    /// both.
    /// </summary>
    public static readonly IReadOnlyList<string> Dependent = ["mq:OnsInstanceBaseInfo", "mq:QueryInstanceBaseInfo"];

    /// <summary>All operations.</summary>
    public static readonly IReadOnlyList<OperationPermission> All =
    [
        new(PageQueryCodec.Action, PolicyPurpose.Listing, "mq:QueryDLQMessage", PolicyResource.Group),
        new(GetByIdCodec.Action, PolicyPurpose.Listing, "mq:QueryDLQMessage", PolicyResource.Group),
        new(InstanceListCodec.Action, PolicyPurpose.Listing, null, PolicyResource.Instance),
        new(InstanceInfoCodec.Action, PolicyPurpose.Listing, null, PolicyResource.Instance),
        new(GroupListCodec.Action, PolicyPurpose.Listing, "mq:ListGroup", PolicyResource.Instance),
        new(ResendCodec.Action, PolicyPurpose.Resend, "mq:ResendDLQMessage", PolicyResource.Group),
        new(MessageDetailCodec.Action, PolicyPurpose.Body, "mq:QueryMessageDetail", PolicyResource.Topic),
        new("OnsTraceQueryByMsgId", PolicyPurpose.Evidence, "mq:QueryTrace", PolicyResource.Topic),
        new("OnsTraceGetResult", PolicyPurpose.Evidence, "mq:GetTraceResult", PolicyResource.Topic),
        new(ConsumerStatusCodec.Action, PolicyPurpose.Health, "mq:QueryConsumerStatus", PolicyResource.Group),
        new(ConsumerAccumulateCodec.Action, PolicyPurpose.Health, "mq:QueryConsumerAccumulate", PolicyResource.Group),
        new(GroupSubscriptionCodec.Action, PolicyPurpose.Health, "mq:QueryGroupSubDetail", PolicyResource.Group),
    ];

    /// <summary>The row of an operation; null where the module does not call it.</summary>
    public static OperationPermission? Of(string operation) => All.FirstOrDefault(row => row.Operation == operation);
}
