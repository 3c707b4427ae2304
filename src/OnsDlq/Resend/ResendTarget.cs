using OnsDlq.Connection;
using OnsDlq.Formatting;
using OnsDlq.Messages;
using OnsDlq.Sessions;

namespace OnsDlq.Resend;

/// <summary>Describes a message in the prompt before its resend.</summary>
internal static class ResendTarget
{
    // A message may have many and long keys, so they are cut.
    private const int Longest = 60;

    /// <summary>Describes a message: which it is, its topic, tag and keys, its age, and where it would be sent.</summary>
    /// <param name="guarded">The message.</param>
    /// <param name="connection">Where it would be sent.</param>
    public static string Of(GuardedMessage guarded, OnsDlqConnection connection)
    {
        var (message, decision) = (guarded.Message, guarded.Decision);
        var instance = string.IsNullOrEmpty(message.InstanceId) ? "" : $"{Printable.Of(message.InstanceId)}, ";
        var last = guarded.LastAttempt is not { } attempt
            ? ""
            : $", last resent {SkipText.When(attempt.ClaimedAt)}: {attempt.Outcome?.Status ?? ResendStatus.Unknown}";
        var lifted = decision.Lifted.Count == 0 ? "" : $", lifting {string.Join(" and ", decision.Lifted)}";
        string?[] parts =
        [
            FormattableString.Invariant($"{message.MsgId} of {message.GroupId} ({instance}{message.RegionId}, round {decision.Round}{last}{lifted})"),
            Named("topic", message.Label?.Topic),
            Named("tag", message.Label?.Tag),
            Named("key", message.Label?.Key.ToString()),
            Age(guarded, connection.Clock.Now),
        ];
        return $"{string.Join(", ", parts.OfType<string>())}; {ConnectionText.Of(connection)}";
    }

    private static string? Named(string name, string? value)
    {
        if (string.IsNullOrWhiteSpace(value)) return null;
        var shown = Printable.Of(value);
        return $"{name} {(shown.Length <= Longest ? shown : shown[..Longest] + "…")}";
    }

    private static string? Age(GuardedMessage guarded, DateTimeOffset now)
    {
        if ((guarded.Message.StoreTimestamp ?? guarded.NewestEntrySeen) is not ({ } stored and > 0)) return null;
        if (stored >= now.ToUnixTimeMilliseconds()) return "stored just now";
        return $"stored {Remaining.Between(DateTimeOffset.FromUnixTimeMilliseconds(stored), now)} ago";
    }
}
