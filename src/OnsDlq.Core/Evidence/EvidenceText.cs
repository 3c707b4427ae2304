using System.Globalization;
using OnsDlq.Journal;
using OnsDlq.Messages;

namespace OnsDlq.Evidence;

/// <summary>Puts evidence into words for people.</summary>
internal static class EvidenceText
{
    /// <summary>What was found, in UTC, as a clause.</summary>
    public static string Of(AttemptEvidence evidence)
    {
        var at = evidence.EventAt is { } time ? string.Create(CultureInfo.InvariantCulture, $" at {time.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC") : "";
        var by = evidence.Client is { } client ? $" by {client}" : "";
        return evidence.Verdict switch
        {
            EvidenceVerdict.Consumed => $"consumed{at}{by}, by the consumer's clock",
            EvidenceVerdict.Returned => $"came back{at}",
            EvidenceVerdict.ConsumeFailed => string.Create(CultureInfo.InvariantCulture, $"failed {evidence.Failures} times, last{at}{by}"),
            _ => $"not yet known: {evidence.Reason}",
        };
    }
}
