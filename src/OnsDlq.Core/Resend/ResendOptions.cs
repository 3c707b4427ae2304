using OnsDlq.Messages;
using OnsDlq.Pace;
using OnsDlq.Transport;

namespace OnsDlq.Resend;

/// <summary>How a resend run goes about its messages.</summary>
internal sealed record ResendOptions
{
    /// <summary>How many messages may be in flight at once, from 1.</summary>
    public int ThrottleLimit { get; init; } = 8;

    /// <summary>How many resends may leave in a second, above 0.</summary>
    public double RequestsPerSecond { get; init; } = PaceRule.DefaultRate;

    /// <summary>How long one try may take, connection and answer included.</summary>
    public TimeSpan TryTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How many times a message may come back before it is held.</summary>
    public int MaxRounds { get; init; } = 3;

    /// <summary>The protections the caller lifts.</summary>
    public IReadOnlySet<SkipReason> Override { get; init; } = new HashSet<SkipReason>();

    /// <summary>Why the caller sends, in the caller's words; null where none were given.</summary>
    public string? Reason { get; init; }

    /// <summary>Whether it is only asked what would be done: nothing is then written to the journal.</summary>
    public bool IsRehearsal { get; init; }

    /// <summary>Told of every try once it has ended; called from any thread.</summary>
    public Action<CallRecord>? Observer { get; init; }

    /// <summary>Told in words what else is worth telling of the calls; called from any thread.</summary>
    public Action<string>? Notice { get; init; }

    /// <summary>What the run says about its calls.</summary>
    public CallContext Calls => new()
    {
        TryTimeout = TryTimeout,
        RequestsPerSecond = RequestsPerSecond,
        IsRehearsal = IsRehearsal,
        Observer = Observer,
        Notice = Notice,
    };
}
