namespace OnsDlq.Sandbox.Faults;

/// <summary>
/// Which calls meet a fault. Only calls that fit <see cref="Action"/> and <see cref="MsgId"/> are counted, from the posting of the rule.
/// </summary>
internal sealed record FaultRule
{
    /// <summary>The operation, or null for any.</summary>
    public string? Action { get; init; }

    /// <summary>The message the call is about, or null for any.</summary>
    public string? MsgId { get; init; }

    /// <summary>The first call it may meet, counted from 1; null for the first.</summary>
    public int? Nth { get; init; }

    /// <summary>The share of calls it meets, above 0 up to 1; null for all.</summary>
    public double? Probability { get; init; }

    /// <summary>Where the chance begins, so that a run can be had again.</summary>
    public int Seed { get; init; }

    /// <summary>How often it may meet a call; null without end.</summary>
    public int? Times { get; init; }

    /// <summary>What the call meets.</summary>
    public required FaultDirective Directive { get; init; }

    /// <summary>Whether a call is of those that the rule is about.</summary>
    public bool Fits(string action, string? msgId) =>
        (Action is null || string.Equals(Action, action, StringComparison.Ordinal))
        && (MsgId is null || string.Equals(MsgId, msgId, StringComparison.Ordinal));
}
