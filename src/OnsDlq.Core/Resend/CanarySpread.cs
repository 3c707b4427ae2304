namespace OnsDlq.Resend;

/// <summary>Orders messages so that the first of them are of as many topics and tags as possible.</summary>
internal static class CanarySpread
{
    /// <summary>One of each topic and tag in turn, each in the order in which they came.</summary>
    public static List<GuardedMessage> Of(IEnumerable<GuardedMessage> messages) =>
    [
        .. messages.GroupBy(message => (message.Message.Label?.Topic, message.Message.Label?.Tag))
            .SelectMany((kind, place) => kind.Select((message, turn) => (message, turn, place)))
            .OrderBy(one => one.turn).ThenBy(one => one.place).Select(one => one.message),
    ];
}
