namespace OnsDlq.Sandbox.Protocol;

/// <summary>A quota: a number of calls in each window of time.</summary>
/// <param name="Calls">How many calls are allowed in a window.</param>
/// <param name="Window">The length of a window.</param>
internal sealed record Quota(int Calls, TimeSpan Window);
