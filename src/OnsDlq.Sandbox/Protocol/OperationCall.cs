namespace OnsDlq.Sandbox.Protocol;

/// <summary>A call whose caller is known.</summary>
/// <param name="Action">The operation.</param>
/// <param name="Parameters">Every parameter from query and form, decoded; common parameters are left out.</param>
/// <param name="Caller">Who signed it.</param>
/// <param name="RegionId">The region this sandbox plays.</param>
/// <param name="RequestId">The request ID the answer will carry.</param>
internal sealed record OperationCall(
    string Action, IReadOnlyDictionary<string, string> Parameters, Caller Caller, string RegionId, string RequestId);
