using OnsDlq.Sandbox.Control;
using OnsDlq.Sandbox.Identity;

namespace OnsDlq.Sandbox.Protocol;

/// <summary>Checks calls: operation, signature, permission, quota, in the order of the service's gateway.</summary>
internal sealed class Admission(
    OperationTable operations, Authenticator authenticator, QuotaBook quotas, ICallLedger ledger, string regionId)
{
    private const string OnsVersion = "2019-02-14";
    private static readonly Caller Nobody = new(SandboxAccount.Id, "", "");

    /// <summary>Checks the call. One that is refused is counted as refused, where its operation exists.</summary>
    /// <exception cref="OperationError">The call is refused.</exception>
    public AdmittedCall Admit(ApiRequest request, string requestId)
    {
        var operation = operations.Find(request);
        try
        {
            return new AdmittedCall(operation, Check(request, operation, requestId));
        }
        catch (OperationError)
        {
            ledger.Refused(operation.Action);
            throw;
        }
    }

    private OperationCall Check(ApiRequest request, IOperation operation, string requestId)
    {
        var key = operation.IsAnonymous ? null : authenticator.Authenticate(request);
        var caller = key is null ? Nobody : new Caller(SandboxAccount.Id, key.AccessKeyId, key.Principal.Arn);
        var call = new OperationCall(
            operation.Action, CommonParameters.Without(request.Parameters), caller, regionId, requestId);
        if (key is not null) Authorizer.Check(key, operation.RamActions, operation.ResourceOf(call), operation.InstanceResourceOf(call));
        if (operation.Version == OnsVersion) quotas.Take(call);
        return call;
    }
}
