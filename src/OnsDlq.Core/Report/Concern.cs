namespace OnsDlq.Report;

/// <summary>Why a message needs a person.</summary>
internal enum Concern
{
    /// <summary>It is not known whether its resend was executed.</summary>
    Unknown,

    /// <summary>The service listed it as not resent.</summary>
    Failed,

    /// <summary>It was resent and came back.</summary>
    Returned,

    /// <summary>It is held back because the records on it are not clear.</summary>
    Unclear,

    /// <summary>It is soon deleted, and nothing has settled it yet.</summary>
    Expiring,
}
