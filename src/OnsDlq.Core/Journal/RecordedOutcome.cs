using System.Globalization;
using OnsDlq.Messages;

namespace OnsDlq.Journal;

/// <summary>One statement on how an attempt ended, as the journal keeps it. It is never changed; later ones are added.</summary>
public sealed class RecordedOutcome : ResendReport
{
    internal RecordedOutcome(AttemptOutcome outcome, string user) : base(outcome)
    {
        Status = outcome.Status.ToString();
        Source = outcome.Source.ToString();
        Time = outcome.At.ToLocalTime();
        By = outcome.By ?? (outcome.Source == OutcomeSource.Holder ? user : null);
        Reason = outcome.Reason;
    }

    /// <summary>Accepted, Failed, Rejected or Unknown (see <see cref="StatusName"/>).</summary>
    public string Status { get; }

    /// <summary>Who stated it: one of <see cref="SourceName"/>.</summary>
    public string Source { get; }

    /// <summary>When the attempt ended, or when a person settled it, in local time.</summary>
    public DateTimeOffset Time { get; }

    /// <summary>Who stated it, as user@machine; null where a later run found the sending process gone.</summary>
    public string? By { get; }

    /// <summary>Why a person settled it; null where no person did.</summary>
    public string? Reason { get; }

    /// <summary>The message IDs that the service listed as not resent, separated by spaces.</summary>
    /// <remarks>Text, because ConvertTo-Json cuts off a list inside of the outcomes of an attempt.</remarks>
    public string FailedMsgId => Facts.FailedMsgId.ToString();

    /// <summary>One line: when, what, by whom and why.</summary>
    public override string ToString()
    {
        var who = Source == SourceName.Abandoned ? "found abandoned" : $"by {By}";
        var why = string.Join(": ", new[] { ErrorCode, ErrorMessage, Reason }.Where(text => !string.IsNullOrEmpty(text)));
        return string.Create(CultureInfo.InvariantCulture, $"{Time:yyyy-MM-dd HH:mm:ss} {Status} {who}{(why.Length == 0 ? "" : $" ({why})")}");
    }
}
