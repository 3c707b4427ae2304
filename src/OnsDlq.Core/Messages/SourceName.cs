namespace OnsDlq.Messages;

/// <summary>Who may state an outcome, as the text of its Source.</summary>
public static class SourceName
{
    /// <summary>The holder of the claim, which made the call.</summary>
    public const string Holder = nameof(OutcomeSource.Holder);

    /// <summary>Another process, which found the holder of the claim dead or fenced off.</summary>
    public const string Abandoned = nameof(OutcomeSource.Abandoned);

    /// <summary>A person who settled it.</summary>
    public const string Person = nameof(OutcomeSource.Person);

    /// <summary>What the service showed later: the message was consumed after the resend, or came back. It proves that the resend was executed.</summary>
    public const string Evidence = nameof(OutcomeSource.Evidence);
}
