using System.Text.Json.Nodes;
using OnsDlq.Sandbox.Protocol;

namespace OnsDlq.Sandbox.Operations;

/// <summary>The base of the product's operations.</summary>
internal abstract class OnsOperation(string action, params string[] ramActions) : IOperation
{
    /// <inheritdoc/>
    public string Action => action;

    /// <inheritdoc/>
    public string Version => "2019-02-14";

    /// <inheritdoc/>
    public IReadOnlyList<string> RamActions => ramActions;

    /// <inheritdoc/>
    public virtual IReadOnlyList<string> Methods => ["GET", "POST"];

    /// <inheritdoc/>
    public abstract string ResourceOf(OperationCall call);

    /// <inheritdoc/>
    public virtual string? InstanceResourceOf(OperationCall call) => null;

    /// <inheritdoc/>
    public abstract JsonObject Execute(OperationCall call);

    /// <summary>The name of a resource of the product.</summary>
    protected static string Resource(OperationCall call, string name) => $"acs:mq:{call.RegionId}:{call.Caller.AccountId}:{name}";
}
