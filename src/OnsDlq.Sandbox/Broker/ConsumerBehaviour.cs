using System.Globalization;
using OnsDlq.Sandbox.Control;

namespace OnsDlq.Sandbox.Broker;

/// <summary>The behaviour of a group's consumers.</summary>
/// <param name="Outcome">What they do.</param>
/// <param name="Failures">
/// How many deliveries of one message fail, for <see cref="ConsumerOutcome.FailTimes"/>; how many tries of each, for <see cref="ConsumerOutcome.Retry"/>.
/// </param>
/// <param name="ReturnAfterMs">How long after a failed delivery its new dead letter is stored, in ms of the service's clock.</param>
internal sealed record ConsumerBehaviour(ConsumerOutcome Outcome, int Failures, long ReturnAfterMs)
{
    /// <summary>Consumers that consume everything.</summary>
    public static ConsumerBehaviour Succeeding { get; } = new(ConsumerOutcome.Succeed, 0, 0);

    /// <summary>Reads <c>succeed</c>, <c>fail</c>, <c>fail:N</c>, <c>retry:N</c> or <c>offline</c>.</summary>
    /// <exception cref="SandboxInputException">It is not one of these.</exception>
    public static ConsumerBehaviour Parse(string text, long returnAfterMs = 0)
    {
        const string Counted = "fail:";
        const string Retried = "retry:";
        return text switch
        {
            "succeed" => new(ConsumerOutcome.Succeed, 0, returnAfterMs),
            "fail" => new(ConsumerOutcome.Fail, 0, returnAfterMs),
            "offline" => new(ConsumerOutcome.Offline, 0, returnAfterMs),
            _ when text.StartsWith(Counted, StringComparison.Ordinal)
                && int.TryParse(text.AsSpan(Counted.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var times)
                => new(ConsumerOutcome.FailTimes, times, returnAfterMs),
            _ when text.StartsWith(Retried, StringComparison.Ordinal)
                && int.TryParse(text.AsSpan(Retried.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var tries)
                && tries is >= 1 and <= MessageContent.MaxReconsumeTimes
                => new(ConsumerOutcome.Retry, tries, returnAfterMs),
            _ => throw new SandboxInputException($"A consumer is succeed, fail, fail:N, retry:N (1 to 16) or offline, not '{text}'."),
        };
    }

    /// <summary>A delivery at a moment (Unix ms), with its retries.</summary>
    /// <param name="now">The time of the first try.</param>
    /// <param name="fails">Whether all tries fail.</param>
    public Delivery Deliver(long now, bool fails) => Outcome == ConsumerOutcome.Retry
        ? new(now, Failures, ReturnAfterMs == 0 ? MessageContent.RetriesMs : ReturnAfterMs)
        : new(now, fails ? Delivery.MostTries : 0, ReturnAfterMs);

    /// <summary>Whether the next delivery fails, given how many deliveries of the same message failed before.</summary>
    public bool Fails(int failedBefore) =>
        Outcome == ConsumerOutcome.Fail || (Outcome == ConsumerOutcome.FailTimes && failedBefore < Failures);
}
