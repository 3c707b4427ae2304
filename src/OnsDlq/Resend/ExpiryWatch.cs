using OnsDlq.Formatting;
using OnsDlq.Listing;

namespace OnsDlq.Resend;

/// <summary>Warns once when a message will be deleted by the service before its turn comes at the speed of the run.</summary>
/// <remarks>
/// A pipeline does not tell how much is yet to come, so only what is queued ahead of the message counts: the warning comes as soon as it
/// is certain that the pace does not keep up with the queue, and not before.
/// </remarks>
internal sealed class ExpiryWatch
{
    private bool _warned;

    /// <summary>The warning to give when a message is about to be queued; null for none.</summary>
    /// <param name="message">The message.</param>
    /// <param name="ahead">How many are queued before it.</param>
    /// <param name="wait">How long these take at the speed so far; null where that is not known yet.</param>
    /// <param name="serviceNow">Now, on the service's clock.</param>
    public string? Look(MessageReference message, int ahead, TimeSpan? wait, DateTimeOffset serviceNow)
    {
        if (_warned || message.StoreTimestamp is not (> 0 and < Latest and var stored)) return null;
        var expires = DateTimeOffset.FromUnixTimeMilliseconds(stored) + DeadLetter.Retention;
        if (expires - serviceNow > (wait ?? TimeSpan.Zero)) return null;

        _warned = true;
        var since = expires <= serviceNow
            ? "is past its three days"
            : FormattableString.Invariant($"expires in {Remaining.Between(serviceNow, expires)}, before its turn comes after {ahead} others");
        return $"This run cannot finish before dead letters expire: message {message.MsgId} {since}, and older ones fare no better. "
            + "What the service has deleted cannot be resent; send the oldest first.";
    }

    private const long Latest = 200_000_000_000_000;
}
