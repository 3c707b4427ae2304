using System.Globalization;
using OnsDlq.Messages;

namespace OnsDlq.Journal;

/// <summary>One word on how an attempt ended, as the journal keeps it. None is ever changed; later ones are added.</summary>
public sealed class RecordedOutcome
{
    internal RecordedOutcome(AttemptOutcome outcome, string user)
    {
        Status = outcome.Status;
        Source = outcome.Source;
        Time = outcome.At.ToLocalTime();
        By = outcome.By ?? (outcome.Source == OutcomeSource.Holder ? user : null);
        Reason = outcome.Reason;
        RequestId = outcome.RequestId;
        FailedMsgId = [.. outcome.FailedMsgId];
        ErrorCode = outcome.ErrorCode;
        ErrorMessage = outcome.ErrorMessage;
        Tries = outcome.Tries;
    }

    /// <summary>Accepted, Failed, Rejected or Unknown.</summary>
    public ResendStatus Status { get; }

    /// <summary>Whose word it is.</summary>
    public OutcomeSource Source { get; }

    /// <summary>When the attempt ended by this word, or when a person settled it, in local time.</summary>
    public DateTimeOffset Time { get; }

    /// <summary>Who said it, as user@machine; null where a later run found the sending process gone.</summary>
    public string? By { get; }

    /// <summary>Why a person settled it so; null where no person did.</summary>
    public string? Reason { get; }

    /// <summary>The service's request ID; null where no answer carried one.</summary>
    public string? RequestId { get; }

    /// <summary>The message IDs the service listed as not resent.</summary>
    public TextList FailedMsgId { get; }

    /// <summary>The service's error code; null where it gave none.</summary>
    public string? ErrorCode { get; }

    /// <summary>What went wrong, in words; null where nothing did.</summary>
    public string? ErrorMessage { get; }

    /// <summary>How many HTTP requests were made.</summary>
    public int Tries { get; }

    /// <summary>The word in one line: when, what, by whom and why.</summary>
    public override string ToString()
    {
        var who = Source == OutcomeSource.Abandoned ? "found abandoned" : $"by {By}";
        var why = string.Join(": ", new[] { ErrorCode, ErrorMessage, Reason }.Where(text => !string.IsNullOrEmpty(text)));
        return string.Create(CultureInfo.InvariantCulture, $"{Time:yyyy-MM-dd HH:mm:ss} {Status} {who}{(why.Length == 0 ? "" : $" ({why})")}");
    }
}
