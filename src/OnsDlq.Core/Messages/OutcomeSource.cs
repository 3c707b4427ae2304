namespace OnsDlq.Messages;

/// <summary>Whose word an outcome is.</summary>
public enum OutcomeSource
{
    /// <summary>The holder of the claim, from what it saw of the call.</summary>
    Holder,

    /// <summary>Another process that found the claim's lease run out and its holder dead or fenced off.</summary>
    Abandoned,

    /// <summary>A person who settled it.</summary>
    Person,
}
