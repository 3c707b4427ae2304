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
}
