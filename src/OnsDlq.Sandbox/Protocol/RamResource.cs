namespace OnsDlq.Sandbox.Protocol;

/// <summary>The names of resources in RAM policies.</summary>
internal static class RamResource
{
    /// <summary>A consumer group or topic: <c>acs:mq:{region}:{account}:{instance}%{name}</c>, or without instance where none is given.</summary>
    public static string Of(OperationCall call, string? instanceId, string? name) =>
        Prefix(call) + string.Join('%', new[] { instanceId, name }.Where(part => !string.IsNullOrEmpty(part)));

    /// <summary>The group the call names in <c>GroupId</c>, of the instance it names in <c>InstanceId</c>.</summary>
    public static string Group(OperationCall call) =>
        Of(call, call.Parameters.GetValueOrDefault("InstanceId"), call.Parameters.GetValueOrDefault("GroupId"));

    /// <summary>Everything of the account in this region.</summary>
    public static string All(OperationCall call) => Prefix(call) + "*";

    private static string Prefix(OperationCall call) => $"acs:mq:{call.RegionId}:{call.Caller.AccountId}:";
}
