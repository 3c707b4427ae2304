namespace OnsDlq.Sandbox.Protocol;

/// <summary>A call that has passed every check and may be executed.</summary>
internal sealed record AdmittedCall(IOperation Operation, OperationCall Call);
