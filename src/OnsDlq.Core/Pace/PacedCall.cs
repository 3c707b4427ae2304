namespace OnsDlq.Pace;

/// <summary>What a pace needs to know of a call.</summary>
/// <param name="Account">Whose quota it counts to: the account, or where that is not known the access key ID or <see cref="TemporaryKey"/>.</param>
/// <param name="Action">The operation.</param>
/// <param name="Interval">The time between two calls that its command asks for.</param>
/// <param name="Notice">Receives notices for the user, as text; null for none.</param>
internal sealed record PacedCall(string Account, string Action, TimeSpan Interval, Action<string>? Notice = null)
{
    /// <summary>
    /// Stands for all temporary keys: their IDs change with every renewal and differ between processes, while the quota belongs to the account
    /// behind them. So two accounts with temporary keys in one region share a pace: too slow rather than too fast.
    /// </summary>
    public const string TemporaryKey = "STS";

    /// <summary>Told when the call has to wait, and again while it is held; null for nobody. It must not throw.</summary>
    public Action<PaceWait>? Waits { get; init; }

    /// <summary>Whether the call belongs to a run under -WhatIf, which writes nothing to the journal.</summary>
    public bool IsWhatIf { get; init; }

    /// <summary>
    /// Whether the call waits while another process has the journal locked. Calls that only read do not: they use this process's own pace then.
    /// </summary>
    public bool WaitsForJournal { get; init; } = true;
}
