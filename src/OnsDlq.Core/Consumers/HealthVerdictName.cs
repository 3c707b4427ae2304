namespace OnsDlq.Consumers;

/// <summary>The verdicts on a group's consumers, as their text.</summary>
public static class HealthVerdictName
{
    /// <summary>Nothing speaks against resending now.</summary>
    public const string Ready = nameof(HealthVerdict.Ready);

    /// <summary>Something may keep a resend from helping; Reason says what.</summary>
    public const string Doubtful = nameof(HealthVerdict.Doubtful);

    /// <summary>It is not known whether a consumer is online.</summary>
    public const string Unknown = nameof(HealthVerdict.Unknown);

    /// <summary>A resend cannot help now.</summary>
    public const string NotReady = nameof(HealthVerdict.NotReady);
}
