namespace OnsDlq.EndToEnd.Tests.Proof;

/// <summary>A phase of a bulk resend.</summary>
internal enum KillPhase
{
    /// <summary>The process starts, and may get as far as its first claims.</summary>
    StartUp,

    /// <summary>The listing, the opening of the journal and the first claims.</summary>
    FirstClaims,

    /// <summary>Results have come, and more will.</summary>
    Middle,

    /// <summary>The last messages are on their way.</summary>
    End,
}
