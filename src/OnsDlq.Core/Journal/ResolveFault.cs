namespace OnsDlq.Journal;

/// <summary>Why a person cannot settle an attempt.</summary>
internal enum ResolveFault
{
    /// <summary>The journal has no such attempt.</summary>
    NotFound,

    /// <summary>Several attempts are meant.</summary>
    Ambiguous,

    /// <summary>It is settled already, or somebody may still be sending it.</summary>
    NotResolvable,

    /// <summary>Its outcome has changed since it was looked at.</summary>
    Conflict,
}
