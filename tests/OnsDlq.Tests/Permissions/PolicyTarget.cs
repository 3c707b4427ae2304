namespace OnsDlq.Tests.Permissions;

/// <summary>What a call to the sandbox names.</summary>
/// <param name="InstanceId">The instance.</param>
/// <param name="GroupId">A consumer group of it.</param>
/// <param name="Topic">A topic of it.</param>
internal sealed record PolicyTarget(string InstanceId, string GroupId, string Topic)
{
    /// <summary>The parameters of every operation of the module; each ignores what it does not know.</summary>
    public Dictionary<string, string> Parameters => new(StringComparer.Ordinal)
    {
        ["InstanceId"] = InstanceId,
        ["GroupId"] = GroupId,
        ["Topic"] = Topic,
        ["MsgId"] = "0A1F070C000000000000000000000001",
        ["QueryId"] = "none",
        ["BeginTime"] = "0",
        ["EndTime"] = "1",
        ["CurrentPage"] = "1",
    };
}
