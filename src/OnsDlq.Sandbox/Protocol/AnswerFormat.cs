namespace OnsDlq.Sandbox.Protocol;

/// <summary>The format of an answer.</summary>
internal enum AnswerFormat
{
    /// <summary>application/json.</summary>
    Json,

    /// <summary>text/xml, the default of V1 calls.</summary>
    Xml,
}
