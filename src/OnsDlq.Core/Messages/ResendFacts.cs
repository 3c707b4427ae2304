using OnsDlq.Errors;

namespace OnsDlq.Messages;

/// <summary>
/// What a call to resend a message told, beside how the message fared: one carrier from the wire to the journal and to the objects that users
/// see. A fact more is added here, in <see cref="ResendReport"/>, and in the journal's schema.
/// </summary>
internal record ResendFacts
{
    /// <summary>The service's request ID; null where no answer carried one.</summary>
    public string? RequestId { get; init; }

    /// <summary>The message IDs the service listed as not resent.</summary>
    public TextList FailedMsgId { get; init; } = [];

    /// <summary>The service's error code; null where it gave none.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>What went wrong, in words; null where nothing did. Without the user of a URI, though an earlier build recorded one.</summary>
    public string? ErrorMessage
    {
        get;
        init => field = value is null ? null : UserInfo.Strip(value);
    }

    /// <summary>How many HTTP requests were made.</summary>
    public int Tries { get; init; }
}
