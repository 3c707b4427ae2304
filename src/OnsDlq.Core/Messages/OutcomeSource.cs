namespace OnsDlq.Messages;

/// <summary>Who states an outcome.</summary>
internal enum OutcomeSource
{
    /// <summary>The holder of the claim, which made the call.</summary>
    Holder,

    /// <summary>Another process, which found the holder of the claim dead or fenced off.</summary>
    Abandoned,

    /// <summary>A person who settled it.</summary>
    Person,

    /// <summary>What the service showed later: the message was consumed after the resend, or came back. It proves that the resend was executed.</summary>
    Evidence,
}
