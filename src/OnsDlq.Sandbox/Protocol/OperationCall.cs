namespace OnsDlq.Sandbox.Protocol;

/// <summary>An authenticated call.</summary>
/// <param name="Action">The operation.</param>
/// <param name="Parameters">Every parameter from query and form, decoded; common parameters are left out.</param>
/// <param name="Caller">Who signed it.</param>
/// <param name="RegionId">The simulated region.</param>
/// <param name="RequestId">The request ID of the answer.</param>
internal sealed record OperationCall(
    string Action, IReadOnlyDictionary<string, string> Parameters, Caller Caller, string RegionId, string RequestId);
