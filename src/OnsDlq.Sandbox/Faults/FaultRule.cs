namespace OnsDlq.Sandbox.Faults;

/// <summary>
/// A rule for the injection of faults. It counts only calls that match <see cref="Action"/> and <see cref="MsgId"/>, from the posting of the
/// rule on.
/// </summary>
internal sealed record FaultRule
{
    /// <summary>The operation, or null for any.</summary>
    public string? Action { get; init; }

    /// <summary>The message the call is about, or null for any.</summary>
    public string? MsgId { get; init; }

    /// <summary>The number of the first call that gets the fault, from 1; null for the first.</summary>
    public int? Nth { get; init; }

    /// <summary>The probability that a call gets the fault, above 0 up to 1; null for all calls.</summary>
    public double? Probability { get; init; }

    /// <summary>The seed of the random numbers, so that a run can be repeated.</summary>
    public int Seed { get; init; }

    /// <summary>How many calls get the fault at most; null for no limit.</summary>
    public int? Times { get; init; }

    public required FaultDirective Directive { get; init; }

    /// <summary>Whether a call matches the rule.</summary>
    public bool Fits(string action, string? msgId) =>
        (Action is null || string.Equals(Action, action, StringComparison.Ordinal))
        && (MsgId is null || string.Equals(MsgId, msgId, StringComparison.Ordinal));
}
