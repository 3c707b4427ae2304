namespace OnsDlq.Operations;

/// <summary>How a consumer's try ended.</summary>
internal enum TryOutcome
{
    /// <summary>It has no end, or the service says something of it that proves neither (CONSUME_NOT_RETURN).</summary>
    Unclear,

    /// <summary>The message was consumed (CONSUME_SUCCESS).</summary>
    Succeeded,

    /// <summary>The consumer failed, and the message is tried again (CONSUME_FAILED).</summary>
    Failed,
}
