using OnsDlq.Formatting;
using OnsDlq.Messages;

namespace OnsDlq.Resend;

/// <summary>Warns once when the service will delete a message before it can be sent.</summary>
/// <remarks>
/// It is not known how many messages will still come through the pipeline, so only those queued before a message count: the warning comes as
/// soon as it is certain that the run is too slow.
/// </remarks>
internal sealed class ExpiryWatch
{
    private bool _warned;

    /// <summary>The warning to give when a message is about to be queued; null for none.</summary>
    /// <param name="guarded">The message.</param>
    /// <param name="ahead">How many are queued before it.</param>
    /// <param name="wait">How long these take.</param>
    /// <param name="serviceNow">Now, on the service's clock.</param>
    public string? Look(GuardedMessage guarded, int ahead, TimeSpan wait, DateTimeOffset serviceNow)
    {
        if (_warned || ExpiresAt(guarded) is not { } expires || expires - serviceNow > wait)
            return null;

        _warned = true;
        var when = expires <= serviceNow
            ? "is more than three days old"
            : FormattableString.Invariant($"expires in {Remaining.Between(serviceNow, expires)}, and {ahead} messages are queued before it");
        return $"This run is too slow for some dead letters: message {guarded.Message.MsgId} {when}. What the service has deleted cannot be resent. "
            + "Send the oldest first, and see whether -RequestsPerSecond and -ThrottleLimit can be raised.";
    }

    /// <summary>
    /// When the message's newest known entry is deleted; null where none is known, or a value from a file is not a valid time.
    /// </summary>
    public static DateTimeOffset? ExpiresAt(GuardedMessage guarded)
    {
        var stored = Math.Max(guarded.Message.StoreTimestamp ?? 0, guarded.NewestEntrySeen ?? 0);
        return stored > 0 && stored < (DateTimeOffset.MaxValue - DeadLetter.Retention).ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds(stored) + DeadLetter.Retention
            : null;
    }
}
