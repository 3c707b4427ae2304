namespace OnsDlq.Sandbox.Protocol;

/// <summary>How an answer is written.</summary>
internal enum AnswerFormat
{
    /// <summary>application/json.</summary>
    Json,

    /// <summary>text/xml, the first-generation default.</summary>
    Xml,
}
