namespace OnsDlq.Sandbox.Broker;

/// <summary>How a try ended.</summary>
internal enum TryResult
{
    /// <summary>The message was consumed.</summary>
    Success,

    /// <summary>It was not: it is tried again, or becomes a dead letter.</summary>
    Failure,

    /// <summary>The consumer has never told. The service tries again as after a failure.</summary>
    NoReturn,
}
