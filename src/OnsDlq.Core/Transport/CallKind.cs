namespace OnsDlq.Transport;

/// <summary>What a call does.</summary>
internal enum CallKind
{
    /// <summary>Only reads: may be repeated after any transient error.</summary>
    Query,

    /// <summary>Delivers a message, which is not idempotent: repeated only after proof that nothing was executed.</summary>
    Resend,
}
