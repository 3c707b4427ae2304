namespace OnsDlq.Sandbox.Broker;

/// <summary>The service's delays between the tries of one delivery.</summary>
internal static class Backoff
{
    /// <summary>The first try and its sixteen retries.</summary>
    public const int MostTries = MessageContent.MaxReconsumeTimes + 1;

    // The documented delays in seconds; their sum is MessageContent.RetriesMs.
    private static readonly int[] DelaySeconds = [10, 30, 60, 120, 180, 240, 300, 360, 420, 480, 540, 600, 1200, 1800, 3600, 7200];

    /// <summary>How long after the first try of a delivery another one is made, in ms.</summary>
    /// <param name="number">The number of the try, from 0.</param>
    /// <param name="retriesMs">The time from the first try to the last; another value than the service's scales every delay.</param>
    public static long OffsetMs(int number, long retriesMs) =>
        DelaySeconds.Take(number).Sum(seconds => (long)seconds) * 1000 * retriesMs / MessageContent.RetriesMs;
}
