using System.Globalization;
using OnsDlq.Sandbox.Control;

namespace OnsDlq.Sandbox.Broker;

/// <summary>The behaviour of a group's consumers.</summary>
/// <param name="Outcome">What they do.</param>
/// <param name="Failures">
/// How many deliveries of one message fail, for <see cref="ConsumerOutcome.FailTimes"/>; how many tries of each, for <see cref="ConsumerOutcome.Retry"/>.
/// </param>
/// <param name="ReturnAfterMs">
/// How long after a delivery that fails its new dead letter is stored, in ms of the service's clock; the service's own time is
/// <see cref="MessageContent.RetriesMs"/>.
/// </param>
internal sealed record ConsumerBehaviour(ConsumerOutcome Outcome, int Failures, long ReturnAfterMs)
{
    /// <summary>Consumers that consume everything.</summary>
    public static ConsumerBehaviour Succeeding { get; } = new(ConsumerOutcome.Succeed, 0, 0);

    /// <summary>Reads <c>succeed</c>, <c>fail</c>, <c>fail:N</c>, <c>retry:N</c>, <c>hang</c> or <c>offline</c>.</summary>
    /// <exception cref="SandboxInputException">It is not one of these.</exception>
    public static ConsumerBehaviour Parse(string text, long returnAfterMs = 0)
    {
        const string Counted = "fail:";
        const string Retried = "retry:";
        return text switch
        {
            "succeed" => new(ConsumerOutcome.Succeed, 0, returnAfterMs),
            "fail" => new(ConsumerOutcome.Fail, 0, returnAfterMs),
            "hang" => new(ConsumerOutcome.Hang, 0, returnAfterMs),
            "offline" => new(ConsumerOutcome.Offline, 0, returnAfterMs),
            _ when text.StartsWith(Counted, StringComparison.Ordinal)
                && int.TryParse(text.AsSpan(Counted.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var times)
                => new(ConsumerOutcome.FailTimes, times, returnAfterMs),
            _ when text.StartsWith(Retried, StringComparison.Ordinal)
                && int.TryParse(text.AsSpan(Retried.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var tries)
                && tries is >= 1 and <= MessageContent.MaxReconsumeTimes
                => new(ConsumerOutcome.Retry, tries, returnAfterMs),
            _ => throw new SandboxInputException($"A consumer is succeed, fail, fail:N, retry:N (1 to 16), hang or offline, not '{text}'."),
        };
    }

    /// <summary>The time from the first try of a delivery to its last, in ms: 0 makes them all at once.</summary>
    public long RetriesMs => Outcome == ConsumerOutcome.Retry && ReturnAfterMs == 0 ? MessageContent.RetriesMs : ReturnAfterMs;
}
