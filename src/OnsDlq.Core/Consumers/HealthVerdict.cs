namespace OnsDlq.Consumers;

/// <summary>Whether it is worth resending to a group now; a later one goes before an earlier one.</summary>
internal enum HealthVerdict
{
    /// <summary>Nothing speaks against it.</summary>
    Ready,

    /// <summary>Something may keep a resend from helping.</summary>
    Doubtful,

    /// <summary>It is not known whether the group is online.</summary>
    Unknown,

    /// <summary>A resend cannot help now.</summary>
    NotReady,
}
