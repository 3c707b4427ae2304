namespace OnsDlq.Transport;

/// <summary>What a call does.</summary>
internal enum CallKind
{
    /// <summary>Reads only: may be repeated after any passing trouble.</summary>
    Query,

    /// <summary>Delivers a message: repeated only where there is proof that nothing was executed.</summary>
    Resend,
}
