namespace OnsDlq.Messages;

/// <summary>The facts of a resend call.</summary>
public abstract class ResendReport
{
    private protected ResendReport(ResendFacts? facts = null) => Facts = facts ?? new();

    /// <summary>The service's request ID; null where no answer had one.</summary>
    public string? RequestId
    {
        get => Facts.RequestId;
        internal init => Facts = Facts with { RequestId = value };
    }

    /// <summary>The service's error code; null where it gave none.</summary>
    public string? ErrorCode
    {
        get => Facts.ErrorCode;
        internal init => Facts = Facts with { ErrorCode = value };
    }

    /// <summary>A description of the error; null where there was none.</summary>
    public string? ErrorMessage
    {
        get => Facts.ErrorMessage;
        internal init => Facts = Facts with { ErrorMessage = value };
    }

    /// <summary>How many HTTP requests were made for the message; 0 where that was not recorded.</summary>
    public int Tries
    {
        get => Facts.Tries;
        internal init => Facts = Facts with { Tries = value };
    }

    private protected ResendFacts Facts { get; private init; }
}
