namespace OnsDlq.TestKit.Sandbox;

/// <summary>The results of the calls of one operation.</summary>
/// <param name="Accepted">How many were executed, even if the caller did not receive the answer.</param>
/// <param name="Refused">How many were refused or lost before they were executed.</param>
public sealed record CallCount(int Accepted, int Refused);
