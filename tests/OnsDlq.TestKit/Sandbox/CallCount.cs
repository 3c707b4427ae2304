namespace OnsDlq.TestKit.Sandbox;

/// <summary>How the calls of one operation went.</summary>
/// <param name="Accepted">How many were executed, whatever the caller got to see of it.</param>
/// <param name="Refused">How many were refused or lost before they were executed.</param>
public sealed record CallCount(int Accepted, int Refused);
