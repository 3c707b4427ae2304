namespace OnsDlq.Pace;

/// <summary>What a pace needs to know of a call.</summary>
/// <param name="AccessKeyId">Whose quota it counts to: the access key ID, or <see cref="TemporaryKey"/>.</param>
/// <param name="Action">The operation.</param>
/// <param name="Interval">The time between two calls that its command asks for.</param>
/// <param name="Notice">Told, in words, what is worth telling; null for nobody.</param>
internal sealed record PacedCall(string AccessKeyId, string Action, TimeSpan Interval, Action<string>? Notice = null)
{
    /// <summary>
    /// Stands for all temporary keys: their IDs change with every renewal and from process to process, while the account behind them,
    /// whose quota it is, stays. Two accounts with temporary keys in one region then share a pace: too slow rather than too fast.
    /// </summary>
    public const string TemporaryKey = "STS";

    /// <summary>Whether the call belongs to a run that only asks what it would do (-WhatIf), and leaves no trace in the journal.</summary>
    public bool IsWhatIf { get; init; }

    /// <summary>Whether the call waits for whoever keeps the journal locked. What only reads does not: it goes at this process's own pace then.</summary>
    public bool WaitsForJournal { get; init; } = true;
}
