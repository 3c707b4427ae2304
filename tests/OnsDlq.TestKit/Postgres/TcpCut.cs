namespace OnsDlq.TestKit.Postgres;

/// <summary>What a <see cref="TcpProxy"/> does.</summary>
internal enum TcpCut
{
    /// <summary>It passes everything on.</summary>
    None,

    /// <summary>It passes requests on, and breaks the connection where an answer comes.</summary>
    Answers,

    /// <summary>It passes requests on, and loses the answers without a word.</summary>
    DropAnswers,

    /// <summary>It loses everything without a word.</summary>
    Drop,

    /// <summary>It breaks every connection, and each new one.</summary>
    Refuse,
}
