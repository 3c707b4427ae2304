using OnsDlq.Errors;

namespace OnsDlq.Messages;

/// <summary>
/// The facts of a resend call, apart from its status. They are passed on from the HTTP answer to the journal and to the objects that users see.
/// To add a fact, add it here, in <see cref="ResendReport"/>, and in the journal's schema.
/// </summary>
internal record ResendFacts
{
    /// <summary>The service's request ID; null where no answer had one.</summary>
    public string? RequestId { get; init; }

    /// <summary>The message IDs that the service listed as not resent.</summary>
    public TextList FailedMsgId { get; init; } = [];

    /// <summary>The service's error code; null where it gave none.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>
    /// A description of the error; null where there was none. Users and passwords in URIs are removed, also from texts that an earlier version
    /// recorded.
    /// </summary>
    public string? ErrorMessage
    {
        get;
        init => field = value is null ? null : UserInfo.Strip(value);
    }

    /// <summary>How many HTTP requests were made.</summary>
    public int Tries { get; init; }
}
