using OnsDlq.Errors;
using OnsDlq.Messages;

namespace OnsDlq.Report;

/// <summary>
/// What a report needs of one object of its input. Every text is cleaned and cut when it is taken, so that a row is small whatever the object
/// holds. It has no body: a page is passed on more easily than a body may be.
/// </summary>
internal sealed record ReportRow
{
    /// <summary>The most characters of an error message or a person's words that are kept.</summary>
    public const int LongestWords = 600;

    public required RowKind Kind { get; init; }

    /// <summary>Of evidence: the run of the attempt that it is on.</summary>
    public string? RunId
    {
        get;
        init => field = Name(value);
    }

    public required string MsgId
    {
        get;
        init => field = Name(value) ?? "";
    }

    public string? GroupId
    {
        get;
        init => field = Name(value);
    }

    public string? InstanceId
    {
        get;
        init => field = Name(value);
    }

    public string? RegionId
    {
        get;
        init => field = Name(value);
    }

    public string? Topic
    {
        get;
        init => field = Name(value);
    }

    public string? Tag
    {
        get;
        init => field = Name(value);
    }

    /// <summary>The message's keys, separated by spaces.</summary>
    public string? Key
    {
        get;
        init => field = Name(value);
    }

    /// <summary>The status of the resend, for a dead letter of the last one: one of <see cref="StatusName"/>; null where there is none.</summary>
    public string? Status { get; init; }

    /// <summary>Why a message was not sent: one of <see cref="ReasonName"/>; null unless it was skipped.</summary>
    public string? SkipReason { get; init; }

    /// <summary>What is known of the effect of the resend: one of <see cref="VerdictName"/>; null where nobody has asked.</summary>
    public string? Verdict { get; init; }

    /// <summary>Why that is not known yet: one of <see cref="EvidenceReasonName"/>; null for every other verdict.</summary>
    public string? VerdictReason { get; init; }

    /// <summary>The service's error code; null where there is none.</summary>
    public string? ErrorCode
    {
        get;
        init => field = Name(value);
    }

    /// <summary>What else is known, in words: the text of an error, or what a person said.</summary>
    public string? Words
    {
        get;
        init => field = string.IsNullOrWhiteSpace(value) ? null : PlainText.Of(Cut(value, LongestWords), LongestWords);
    }

    public int? Round { get; init; }

    /// <summary>When the entry was stored, or the message was sent; null where that is not known.</summary>
    public DateTimeOffset? Time { get; init; }

    /// <summary>When the entry is deleted; null where that is not known.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Of a dead letter: whether it came back after a resend, and was not sent since.</summary>
    public bool HasComeBack { get; init; }

    /// <summary>Of a dead letter: whether somebody blocked it.</summary>
    public bool IsBlocked { get; init; }

    private static string? Name(string? text) =>
        string.IsNullOrWhiteSpace(text) ? null : SafeText.Of(UserInfo.Strip(Cut(text, SafeText.LongestName)), SafeText.LongestName);

    // A text in a file may be of any length. A surrogate pair that is cut in two becomes the replacement character.
    private static string Cut(string text, int longest) => text.Length <= longest ? text : text[..(longest + 1)];
}
