namespace OnsDlq.Resend;

/// <summary>Why a message was not sent.</summary>
public enum SkipReason
{
    /// <summary>The same message was already given to this run.</summary>
    DuplicateInput,

    /// <summary>The run stopped before the message's turn came.</summary>
    RunStopped,
}
