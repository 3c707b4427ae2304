namespace OnsDlq.Sandbox.Protocol;

/// <summary>So many calls in each window of time.</summary>
/// <param name="Calls">How many calls one window takes.</param>
/// <param name="Window">How long a window lasts.</param>
internal sealed record Quota(int Calls, TimeSpan Window);
