namespace OnsDlq.Sandbox.Broker;

/// <summary>One delivery of a message to a group, with the retries that follow from it by the service's delays.</summary>
/// <param name="Time">When the first try was made, in Unix ms on the service's clock.</param>
/// <param name="FailedTries">How many tries fail; the one after them succeeds, where it is among the seventeen.</param>
/// <param name="RetriesMs">The time from the first try to the last of seventeen; another value than the service's scales every delay.</param>
internal readonly record struct Delivery(long Time, int FailedTries, long RetriesMs)
{
    /// <summary>The first try and its sixteen retries.</summary>
    public const int MostTries = MessageContent.MaxReconsumeTimes + 1;

    // The documented delays between tries, in seconds; their sum is MessageContent.RetriesMs.
    private static readonly int[] DelaySeconds = [10, 30, 60, 120, 180, 240, 300, 360, 420, 480, 540, 600, 1200, 1800, 3600, 7200];

    /// <summary>All tries, including those that are still to come, by time; the consumers take turns.</summary>
    public IEnumerable<DeliveryTry> Tries(IReadOnlyList<ConsumerClient> clients)
    {
        var seconds = 0L;
        for (var number = 0; number <= Math.Min(FailedTries, MostTries - 1); number++)
        {
            yield return new(Time + (seconds * 1000 * RetriesMs / MessageContent.RetriesMs), number, number >= FailedTries, clients[number % clients.Count]);
            if (number < DelaySeconds.Length) seconds += DelaySeconds[number];
        }
    }
}
