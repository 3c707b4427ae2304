namespace OnsDlq.Resend;

/// <summary>How a run tries a few messages first.</summary>
internal sealed record CanaryOptions
{
    /// <summary>The default of <see cref="Timeout"/>, in s.</summary>
    public const int DefaultTimeoutSec = 300;

    /// <summary>How many messages of each group are sent first, from 1.</summary>
    public required int Size { get; init; }

    /// <summary>How long to wait for what became of them.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(DefaultTimeoutSec);

    /// <summary>Whether the run goes on where that is not known in time.</summary>
    public bool GoesOnWhereInconclusive { get; init; }
}
